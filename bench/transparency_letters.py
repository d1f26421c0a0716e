"""Letters of a campaign: how long 236 take as PDF and as mail.

In: nothing. Out: JSON: letters, seconds of the wall and of our own CPU, bytes a letter. Sizes follow the V Informe: 15 bodies of the State,
25 regional governments, 196 provincial municipalities, each with all the items that it is asked.
"""

import json
import os
import time
from datetime import date

from intertrata.transparency.catalogue import entities, entity
from intertrata.transparency.letters import REQUEST, Due, Letter, Sender, mail, pdf
from intertrata.transparency.questionnaire import read, text_of

BODIES = "mininter mimp mincetur minedu minjusdh mrree mtpe minsa mtc minem mpfn pj inei reniec pnp"
asked = read(text_of("trata_2016"))
house = Sender("Vigilancia Social", "Área de Transparencia", "Lima", "respuestas@vigilancia.example")
whom = [*map(entity, BODIES.split()), *entities(level="regional_government"), *entities(level="provincial_municipality")]
started, used = time.perf_counter(), time.process_time()
sizes, mails = [], []
for one in whom:
    items = tuple(item for item in asked.items if item.asked_of(one))
    letter = Letter(REQUEST, date(2026, 9, 1), "trata-2026", asked.title, one, items, house, Due(date(2026, 9, 15), 10))
    sizes.append(len(pdf(letter)))
    mails.append(len(mail(letter).body))
print(
    json.dumps(
        {
            "letters": len(sizes),
            "seconds": round(time.perf_counter() - started, 2),
            "cpu_seconds": round(time.process_time() - used, 2),
            "bytes_a_letter": sum(sizes) // len(sizes),
            "characters_a_mail": sum(mails) // len(mails),
            "load": round(os.getloadavg()[0], 1),
        },
        indent=2,
    )
)
