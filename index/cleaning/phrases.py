"""The sentences that web pages put around news, by kind, as patterns that match a whole sentence in any case.

Each must be plain by its own words: an imperative alone ("Sign up", "Follow") is not, since articles give advice
too. A pattern may begin with `.*` only where what follows it appears nowhere but in boilerplate.
"""

from __future__ import annotations

_NAME = r"(?-i:[A-ZÀ-ÖØ-Þ][\w.’'-]*)"
_NAMES = rf"{_NAME}(?:(?:,? (?:and|in|at|for|of|the|de|van|from)|[,;/])? {_NAME})*"
_SURNAME = r"(?-i:[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zà-ÿ][\w’'-]*)"
_SITE = r"(?:facebook|twitter|instagram|tiktok|linkedin|telegram|whatsapp|youtube|threads|x\.com)"
_ADDRESS = r"[\w.+-]+@[\w-]+(?:\.\w+)+"
_HANDLE = rf"(?:@\w+|{_ADDRESS}|(?:https?://|www\.)\S+|\w+\.com/\S+|{_SITE})"
_REPORT = r"(?:report|story|article|piece|analysis|dispatch|post|newsletter|roundup|column)"
_MAIL = r"(?:newsletters?|e-?mails?|inbox|mailing list|alerts?|text messages?|texts|texting|notifications|updates)"
_CREDIT = r"(?:reporting|writing|editing|production|translation|compilation|graphics?|photography)"
_CREDITED = rf"(?:{_CREDIT}|reported|written|edited|compiled|translated)"
_WITNESS = r"(?!.*\b(?:information|tips?|police|detectives?|sheriff|officers?|investigators?|witness\w*)\b)"
_WHOM = r"(?:us|me|him|her|them|(?:the|this|our) (?:author|reporter|writer|columnist|newsroom)s?)"

SHARE_WORD = (
    r"(?:facebook|twitter|x|e-?mail|whatsapp|linkedin|pinterest|reddit|instagram|telegram|messenger|sms|flipboard|"
    r"threads|bluesky|mastodon|print|copy link|copy url|link copied!?|share|tweet|save)"
)
"""A word of a share bar; one alone on a line may be a heading, several in a row are not."""

PHRASES: dict[str, tuple[str, ...]] = {
    "newsletter": (
        rf"sign[ -]?up\b.*\b{_MAIL}\b.*|(?:you can )?sign[ -]?up (?:right )?(?:here|for free,? here|below)\b.*",
        r"sign[ -]?up (?:now|today|for free)",
        rf"subscribe\b.*\b(?:{_MAIL}|here|now|today|podcast)\b.*",
        r"get (?:our|the|your|a|all|more|free|cnn|[‘'“\"]?\d)\b.*\b(?:newsletter|(?:to|in) your (?:inbox|phone))\b.*",
        r"(?:want|like|love|never miss|don[’']t miss|stay|keep)\b.*\b(?:newsletter|inbox|sign up|subscribe)\b.*",
        r"(?:to (?:get|receive)|for more)\b.*\b(?:sign up|subscribe)\b.*\b(?:newsletter|inbox|updates)\b.*",
        r"to (?:get|receive)\b.*\b(?:newsletter|inbox|updates)\b.*\bsign up\b.*",
        r".*\b(?:delivered|sent|straight|right)\b.{0,20}\b(?:to|in|into) your (?:inbox|e-?mail|phone)\b.*",
        rf".{{2,60}}:\s?(?:sign[ -]?up\b.*\b(?:{_MAIL}|here|now|don[’']t miss)\b|subscribe\b).*",
        r"would you like to (?:receive|get|sign up)\b.*\bnewsletter\b.*",
        r"the [\w’' ]{2,40} newsletter (?:provides|gives|brings|sends) you\b.*",
        rf"(?:editor[’']s note: )?(?:a version of )?this {_REPORT}(?: first)? (?:appears|appeared|was (?:first )?"
        r"published) in .{3,90}(?:\bnewsletter|, a (?:weekly|daily) dispatch)\b.*",
        r"if you[’']re (?:seeing|reading) this newsletter\b.*\bsign up\b.*",
        r"(?:already|not|are you) a (?:subscriber|member)\?.*",
        r"thank(?:s| you) for (?:signing up|subscribing)\b.*",
    ),
    "subscription": (
        r"support (?:strong |local |quality |independent |our |good )+journalism\b.*",
        r"thank(?:s| you) for supporting our journalism\b.*",
        r"become an? (?:digital |premium )?(?:subscriber|member)(?: today| now| here)?",
        r"(?:.{0,80}\bplease )?consider (?:supporting (?:our|local|independent|quality)|a subscription|becoming an? "
        r"(?:digital )?(?:subscriber|member)|subscribing)\b.*",
        r"(?:these articles are|this (?:article|story|content) is) (?:only |exclusively |available )*(?:for|to) "
        r"(?:[\w’ ]{0,30} )?(?:subscribers|members)(?: only)?",
        r"your subscription (?:makes|helps|supports)\b.*\b(?:possible|journalism|reporting|work|stories)\b.*",
        rf"subscribe to (?:the |our )?(?:digital )?{_NAMES}(?: today| here| now)?",
        r"subscribe(?: now| today)?|sign in|log ?in|register now|create (?:an|a free) account",
    ),
    "follow": (
        rf"(?:you can )?(?:follow|find|join) (?:{_WHOM}|{_NAME}).{{0,120}}? (?:on|at)\b.{{0,40}}?{_HANDLE}.{{0,160}}",
        rf"(?:you can )?follow .{{2,90}}?\s{_HANDLE}.{{0,60}}",
        r"(?:follow|like|join|find) us (?:on|at)\b.{0,100}|(?:follow|like) us|like our page\b.{0,80}",
        rf"{_WITNESS}(?:you can )?(?:contact|reach|e-?mail)(?: out to)?:? (?:{_WHOM}|.{{0,60}}?{_NAME} {_NAME}"
        rf".{{0,30}}?|{_NAME})\b.{{0,60}}{_ADDRESS}.{{0,80}}",
        rf"{_WITNESS}(?:you can )?(?:contact|reach) .{{2,70}} on (?:twitter|facebook)\b.{{0,60}}",
        rf"(?:e-?mail:? )?{_ADDRESS}",
        r"follow every (?:game|match):.{0,80}",
    ),
    "link": (
        r"(?:read|see|show|view|learn|find out|load|watch) more(?: here| below| about this(?: story)?)?",
        r"(?:read|see|view|watch) (?:the )?(?:full|original|whole|rest of the) (?:story|article|report|post|video)"
        r"(?: here| at .{2,60})?",
        r"(?:read|see) (?:also|next)|(?:continue|keep) reading|more (?:stories|on this story)|back to top",
        r"most (?:read|popular|viewed|shared|commented)|trending now|(?:related|recommended|popular|suggested) "
        r"(?:stories|articles|content|coverage|news|links|topics|reading|videos?)|you (?:may|might) also (?:like|be "
        r"interested in)|editors?[’']s? picks?|recommended for you|promoted stories|around the web|(?:just )?for "
        r"subscribers|skip to (?:main )?content",
        r"(?:click|tap) here(?: to| for)?\b.{0,120}",
        r"(?:check (?:out )?)?your local (?:forecast|weather)(?: here)?",
    ),
    "share": (
        r"(?:share|tweet|e-?mail|print|save|bookmark) this (?:article|story|page|post|video|link)",
        rf"share (?:on|via|to|with) {SHARE_WORD}(?:[ ,|/]+{SHARE_WORD})*",
        rf"{SHARE_WORD}(?:(?:\s+|\s*[,|/•·]\s*){SHARE_WORD})+",
        r"(?:view|see|show|leave|post|add|read) (?:a |the |all )?(?:\d+ )?comments?|\d+ comments?|comments? ?\(\d+\)|"
        r"join the conversation|share this|copy link|link copied!?",
    ),
    "advert": (
        r"adverts?|advertisements?|advertising|sponsored(?: content)?|paid (?:content|post)|promoted|ad feedback|"
        r"(?:remove|close|skip) ads?|advertise with us",
        r"(?:the )?(?:story|article) continues(?: below| after)?(?: (?:this |the |below )?(?:ad|advert|advertisement))?"
        r"|if you are on mobile, click here",
        r"scroll (?:down )?to continue|continue reading below",
        r"video player was slow to load content\b.*|(?:\d+\. )?how relevant is this ad to you",
        r".*\b(?:earn|receive)s?\b.{0,60}\bcommissions?\b.*\b(?:links?|purchases?|buy)\b.*",
        r".*\b(?:links?|purchases?|buy)\b.*\b(?:earn|receive)s?\b.{0,60}\bcommissions?\b.*",
        r"(?:recommendations|products?|items?|our picks) (?:are|is) independently (?:chosen|selected|reviewed) by .*",
        r"prices were accurate at the time .{0,100}published.*",
    ),
    "privacy": (
        r"(?:we|this (?:web)?site|our (?:web)?site|we and our partners) uses? cookies\b.*",
        r"by (?:continuing|using|browsing|clicking|signing up|submitting|registering)\b.*\byou (?:agree|accept|consent|"
        r"acknowledge)\b.*\b(?:our|cookies|privacy|terms)\b.*",
        r"(?:accept|reject|manage|allow) (?:all )?(?:cookies|preferences|settings)|(?:accept|reject|allow) all|"
        r"cookie (?:policy|settings|preferences|notice)|privacy policy|terms of (?:use|service)|"
        r"terms (?:of (?:use|service) )?(?:and|&|\|) (?:conditions|privacy policy)",
        r"we will use the (?:details|information|data) you have (?:shared|given|provided)\b.*",
        r"you agree to the (?:processing|storage)\b.*|you can find out more\b.*\bprivacy policy",
        r"if you (?:wish|want|would like) to object to .{0,40}\bdata\b.*",
        r"[‘'“\"]we[’'”\"] includes .{2,80} as detailed here",
        r"for more (?:information|details),? (?:please )?(?:see|read|visit) our (?:privacy|cookie).*",
        r"(?:please )?enable javascript\b.*|your browser (?:does not|doesn[’']t) support\b.*|javascript is "
        r"(?:disabled|required)\b.*",
    ),
    "copyright": (
        r"(?:©|\(c\)|c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}|all rights)\b.{0,120}|©.{0,120}",
        r"(?:.{0,80}\W)?all rights reserved",
        r"(?:this (?:material|article|content|story) )?may not be (?:published|reproduced|copied|republished|"
        r"rewritten|redistributed|broadcast)\b.*(?:redistributed|permission|consent|rewritten)\b.*",
        r"(?:our standards: )?the thomson reuters trust principles|the-cnn-wire",
    ),
    "credits": (
        rf"(?:(?:(?:additional|further|other) )?{_CREDITED}(?:,? (?:and|&) (?:additional )?{_CREDITED})* by:? {_NAMES}"
        r"[;.,]?\s*)+",
        rf".{{3,300}}\bcontributed (?:reporting |research |material )?(?:to|for) this (?:\w+ )?{_REPORT}"
        rf"(?: from {_NAMES})?",
        rf"contribut(?:ing|ors?):.{{3,300}}|contributed by:? {_NAMES}",
        r"from .{0,40}\b(?:staff|wire|news service) reports|(?:wire|staff) reports",
        rf"{_SURNAME}(?: and {_SURNAME})? reported from {_NAMES}(?:,? (?:and|while) {_SURNAME} (?:reported )?from "
        rf"{_NAMES})*",
        rf"(?:(?:photo|image|picture)(?: credit)?(?: by|:) ?)?{_NAME}(?: {_NAME}){{0,2}}(?:/{_NAME}(?: {_NAME})"
        r"{0,3}){0,2}/(?:getty images|afp|ap|reuters|epa|shutterstock)(?:/getty images)?",
    ),
    "notice": (
        rf"this (?:breaking |news )*{_REPORT}(?: and headline)? (?:has|have|was|were|is being|will be) (?:been )?"
        r"updated(?: (?:throughout|with (?:additional|new|more|further|the latest) (?:details|developments|information|"
        r"reporting|content|quotes|context)))?",
        r"this is a (?:developing|breaking)(?: news)? (?:story|situation)(?:,? and will be updated)?",
        r"(?:please )?(?:check back|refresh)\b.{0,30}\b(?:updates|information|more)\b.{0,30}|.{2,20} will continue to "
        r"update",
        r".{2,60} is an? .{2,40} content partner\b.*|its content is produced independently of\b.*",
        r"hit play on the player above\b.*|this transcript was automatically generated\b.*|there may be some "
        r"differences between the audio and the text",
        r"listen to this (?:article|story)(?: here)?|\d+ ?-?min(?:ute)?s?\.? (?:read|listen|watch)",
    ),
}
"""The patterns of each kind; a sentence is compared without the marks and brackets around it."""

HEADLINE_LINK = (
    r"(?:(?:read |see )?more|related|read also|also read|see also|in case you missed it|icymi|dig deeper|read next|"
    r"(?:just )?for subscribers)\s?:\s*+(?!\S*\w\.\w).{0,170}",
    # The headline of another story hangs on such a word without a space: a link that lost its markup.
    r"(?:opinion|analysis|exclusive|fact check|live updates|live|listen|watch|podcasts?|graphics|photos|video|"
    r"gallery|the latest|what to know|what we know|our view|explainer|recap|follow along|review|live blog|"
    r"get protected|recommended|learn more)(?-i::[A-ZÀ-Þ0-9‘'“\"]).{10,170}",
)
"""A line that only leads to another story, whose headline may have two sentences: compared with a whole paragraph."""
