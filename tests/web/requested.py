"""Pages of requests as the tests read them."""

import re

MARK = "ZZMARCAUNO"


def main(answer):
    assert answer.status_code == 200, answer.status_code
    page = answer.content.decode()
    return " ".join(page[page.index("<main") : page.index("</main>")].split())


def page_of(request, client):
    return main(client.get(f"/pedidos/pedido/{request.hex}/"))


def cell_of(page, item="budget_assigned", period="2016"):
    return re.search(rf'<tr id="{item}-{period}">.*?</tr>', page)[0]
