"""Which paragraphs are what a page puts around an article, and which only look so."""

from __future__ import annotations

import pytest

from index.cleaning.boilerplate import boilerplate, is_share_word
from index.cleaning.phrases import PHRASES

BOILERPLATE = {
    "newsletter": [
        "Sign up for our newsletter.",
        "Sign up here for the ‘Harbour Notes’ newsletter",
        "(You can get “Six Things About Velmora” delivered to your inbox daily. Sign up here .)",
        "If your day starts late, let us catch you up. Sign up here for the morning newsletter.",
        "📲 Want more news like this? Subscribe to our weekly newsletter.",
        "Would you like to receive the WeekDay newsletter ?",
        "A version of this story first appeared in the Courier's Tide Table newsletter. Sign up here.",
        "SPORTS NEWSLETTER:Sign up and every goal of the day is sent to your inbox",
        "Sign up for the Courier’s science newsletter. Explore the coast with news on discoveries and more.",
    ],
    "subscription": [
        "Support local journalism. Subscribe to the Sarn Courier today.",
        "This article is for subscribers only.",
        "Become a member",
        "Your subscription makes work like this possible.",
    ],
    "follow": [
        "Follow Ada Brenn on Twitter: @adabrenn.",
        "Contact Ada Brenn at 555-0142 or abrenn@example.org. Follow her on Twitter @adabrenn.",
        "Reach the reporter at jkettlin@example.org.",
        "Follow us on Facebook and Instagram",
        "abrenn@example.org",
    ],
    "link": [
        "Read more",
        "Read More…",
        "► More: How the ferry was raised, step by step",
        "More:'It was over in a minute.' What passengers saw. And what they did not.",
        "RELATED: Harbour to be dredged again",
        "Opinion:The dam talks were never going to work",
        "Click here to see our methodology.",
        "Related articles",
        "For subscribers: Who owns the docks?",
    ],
    "share": [
        "Share this article",
        "Facebook Twitter Email",
        "Share on WhatsApp",
        "12 Comments",
        "Copy link",
    ],
    "advert": [
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "(Story continues below)",
        "If you buy a kettle by one of our links we may earn a small commission.",
    ],
    "privacy": [
        "We use cookies to make this site better.",
        "By continuing to use this site you agree to our terms.",
        "Accept all cookies",
        "Privacy Policy",
        "Please enable JavaScript to view the comments.",
    ],
    "copyright": [
        "© 2024 The Sarn Courier. All rights reserved.",
        "Copyright 2024 Velmora Wire. All rights reserved. This material may not be published, broadcast, rewritten "
        "or redistributed without permission.",
        "All rights reserved",
        "Our Standards: The Thomson Reuters Trust Principles.",
    ],
    "credits": [
        "Reporting by Ada Brenn in Port Sarn; Editing by Joss Kettlin",
        "(Reporting by Ada Brenn and Joss Kettlin; Writing by Tilde Marrowin; Editing by Piers Ollwyn)",
        "Additional reporting by Ada Brenn.",
        "Ada Brenn and Joss Kettlin contributed to this report.",
        "— Velmora Wire's Ada Brenn contributed reporting to this story",
        "Contributing: Ada Brenn, The Sarn Courier; Velmora Wire",
        "Brenn reported from Ostrel, Velmora, and Kettlin from Keldmouth.",
        "Ada Brenn/Getty Images",
    ],
    "notice": [
        "This story has been updated with additional details.",
        "This is a developing story. Check back for updates.",
        "3 min read",
        "Listen to this article",
    ],
}


@pytest.mark.parametrize(
    ("kind", "paragraph"), [(kind, line) for kind, lines in BOILERPLATE.items() for line in lines]
)
def test_what_plainly_is_boilerplate_is_told_by_its_kind(kind: str, paragraph: str) -> None:
    assert boilerplate(paragraph) == kind


@pytest.mark.parametrize(
    "paragraph",
    [
        "The ferry company said it would sign up 40 new deckhands by March.",
        "“Sign up for our newsletter,” the mayor told the crowd.",
        "Subscribers to the service rose by 2 million, the company said.",
        "Sign up for a free, month-long trial of the ferry pass.",
        "Consider donating it to a food bank.",
        "Follow the instructions on the lifeboat.",
        "Follow the money: in the weeks before the vote, the Harbour Party spent 3 million marren.",
        "Contact the police in Port Sarn at 555-0142 with any information.",
        "Anyone with information may write to Detective Ada Brenn at tips@example.org.",
        "Contact Detective Ada Brenn at brenn@example.org with information about the theft.",
        "This report was updated on Tuesday with the right number of the dead.",
        "Correction: the island is Roe, and was misspelled in this report on Monday.",
        "Ms. Brenn contributed 500 marren to this appeal.",
        "Reporting by the Velmora Wire found that twelve ships were unsafe.",
        "Facebook said on Monday that it would close its office in Port Sarn.",
        "Facebook",
        "More than 400 people were aboard.",
        "More: www.example.org",
        "Learn more: 555-0142; example.org/ferry",
        "Watch: the tide is expected to rise by 3 metres.",
        "Opinion: The editorial of 3 March gave the wrong name of the ministry.",
        "Also: the bridge at Ostrel stays shut.",
        "He said the company would advertise the posts. All rights of the crew are reserved by law, she said.",
        "The cookies were baked by the crew, and we use butter, the cook said.",
        "Sign up for our newsletter. Two people died in the storm.",
        "Read more. The bridge at Ostrel has been closed since 5 a.m.",
        "Population: 12,000",
        "Share of the vote: 38.4 percent",
        "Orsa Dellinge ADA BRENN/REUTERS",
        "Harbour+: Sign up for 30 days free and get free deliveries",
        "A rescuer at the harbour of Keldmouth on Tuesday. Ada Brenn/Getty Images",
        "Story of a dam",
        "Print",
        "",
        "* * *",
    ],
)
def test_what_only_looks_like_boilerplate_is_text(paragraph: str) -> None:
    assert boilerplate(paragraph) is None


def test_every_kind_has_examples_here() -> None:
    assert set(BOILERPLATE) == set(PHRASES)


def test_a_word_of_a_share_bar_is_the_whole_line() -> None:
    assert all(is_share_word(word) for word in ("Facebook", "Email", "Copy link", "Print", "X"))
    assert not any(is_share_word(word) for word in ("Facebook shares", "Printed", "", "Xi", "Emails"))
