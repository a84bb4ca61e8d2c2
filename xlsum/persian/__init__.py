"""All that knows Persian."""

from xlsum.persian.agencies import FoundAttribution as FoundAttribution
from xlsum.persian.agencies import find_attributions as find_attributions
from xlsum.persian.agencies import find_dateline as find_dateline
from xlsum.persian.boilerplate import strip_boilerplate as strip_boilerplate
from xlsum.persian.dates import find_dates as find_dates
from xlsum.persian.english_dates import find_english_dates as find_english_dates
from xlsum.persian.english_numbers import find_english_numbers as find_english_numbers
from xlsum.persian.found_dates import FoundDate as FoundDate
from xlsum.persian.half_spaces import Repaired as Repaired
from xlsum.persian.half_spaces import repair as repair
from xlsum.persian.half_spaces import repair_half_spaces as repair_half_spaces
from xlsum.persian.language import identify_language as identify_language
from xlsum.persian.normalize import normalize as normalize
from xlsum.persian.numbers import FoundNumber as FoundNumber
from xlsum.persian.numbers import find_numbers as find_numbers
from xlsum.persian.quotes import pair_quotes as pair_quotes
from xlsum.persian.sentences import split_paragraphs as split_paragraphs
from xlsum.persian.sentences import split_sentences as split_sentences
from xlsum.persian.wrapped_lines import join_wrapped_lines as join_wrapped_lines
