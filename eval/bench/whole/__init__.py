"""What Dateline does with a whole library: the part of `dateline bench` in which nothing is compared.

`plan` is what is measured; `stock` keeps the articles and libraries that the measurements share; `tasks` and
`kill_tasks` run in processes of their own, `steps` and `kills` start them and make what they need. `filters` says what
is asked for, `verdict` what a kill did. `figures` are what follows, `tables` shows them.
"""
