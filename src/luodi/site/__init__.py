"""The site (网站): the library at work for an office, its units, evaluators and the public. It needs ``luodi[site]``."""
