"""The values of a facet as a page lists them."""

from search.page import Choice
from search.templatetags.search_facets import facet_values


def test_values_are_links_that_say_what_is_chosen_and_nothing_breaks_out():
    values = (
        Choice("lai-chau/tan-phong", "Phường “Tân Phong”", 1234, False, "/tim-kiem/?q=ch%C3%A8&xa=lai-chau/tan-phong"),
        Choice(4, '<b>4 "sao"</b>', 1, True, "/tim-kiem/?sao=4"),
    )

    assert facet_values(values, "commune") == (
        '<li><a href="/tim-kiem/?q=ch%C3%A8&amp;xa=lai-chau/tan-phong" rel="nofollow" '
        'id="loc-commune-lai-chau/tan-phong"><span>Phường “Tân Phong”</span> <span>1.234</span></a></li>'
        '<li><a href="/tim-kiem/?sao=4" rel="nofollow" aria-current="true" id="loc-commune-4">'
        "<span>&lt;b&gt;4 &quot;sao&quot;&lt;/b&gt;</span> <span>1</span></a></li>"
    )
