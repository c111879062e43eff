"""Words of English speech that name what a value is, or that it is another thing's."""

from __future__ import annotations

import re

from .tokens import words

_SAMPLE_STEPS = r"samples? (?:is |are )?(?:approval|approved|confirmation|confirmed)"
_SHIPS = r"(?:ships?|shipped|deliver(?:s|y|ed)?|ready|lead time|made|finish\w*)"

CUES: tuple[tuple[str, str], ...] = (
    ("price", r"unit price|ex[- ]?works price|ex[- ]?works|ex[- ]?factory price|factory price"
     r"|fob price|fob|exw|prices?|priced|costs?|costing|sells?|selling|sale price|sold|quote"
     r"|quotation|charge|offer"),
    ("wholesale_price", r"wholesale prices?|wholesale|wholesales|trade price"),
    ("retail_price", r"(?:suggested |recommended )?retail prices?|retail|retails|retailing|msrp"
     r"|rrp"),
    ("sample_fee", r"samples? (?:fees?|costs?|charges?|price)|samples?|sampling"),
    ("sample_time", r"samples? (?:lead )?time|samples?|sampling(?: time)?"
     rf"|samples? (?:\w+ ){{0,3}}{_SHIPS}|{_SHIPS} (?:\w+ ){{0,3}}samples?"),
    ("moq", r"moqs?|m\.o\.q\.?|m o q|min(?:imum|\.)?,? orders?(?: quantit(?:y|ies)| size)?"
     r"|minimum(?: quantity)?|minimal(?: order)?(?: quantity)?|smallest order"
     r"|orders? (?:can )?(?:starts?|starting|begins?|is) (?:from|at|with)|(?:order|buy|take"
     r"|purchase) (?:starting )?(?:from|at least)|at least (?:order|buy|take|purchase)"),
    ("lead_time", r"lead[- ]times?|leadtime|delivery (?:time|date|period)|deliver(?:s|y|ed)?"
     r"|ships?|shipped|shipment|ship out|dispatch\w*|turnaround(?: time)?"
     r"|(?:mass )?production(?: time| lead time)?|production takes|produce"
     r"|manufacturing(?: time)?|mass order|bulk order|to make|ready|finish(?:ed)?"
     r"|after (?:the |your |we (?:get|receive) (?:the |your )?)?(?:orders?|payment|deposit|po)"
     rf"|after (?:you |the |your )*(?:{_SAMPLE_STEPS}|place (?:the |an |your )?order|order"
     r"|confirm\w*(?: the| your)?(?: order| sample)?|pay\w*)"),
    ("delivery_time", r"shipping (?:time|takes)|transit(?: time)?|arrives?|arrival|by sea|by air"
     r"|to your (?:door|port|warehouse|country|place)|door to door"
     r"|deliver(?:y|ed)? (?:time )?to (?:the |your )?\w+"),
    ("deposit", r"deposits?|down ?payment|up ?front|in advance|advance payment|prepay(?:ment)?"
     r"|prepaid|advance"),
    ("stock", r"(?:ready )?in stock|stocks?|ready stock|on hand|inventory"
     r"|in (?:our|the) warehouse"),
    ("monthly_output", r"monthly (?:output|capacity|production|supply)|production capacity|output"
     r"|(?:per|a|every|each) month"),
    ("carton_quantity", r"(?:export |master |outer )?cartons?|ctns?"),
    ("carton_size", r"(?:export |master |outer )?cartons?(?: size)?|ctns?"),
    ("carton_weight", r"(?:export |master |outer )?cartons?(?: weight| weighs)?|ctns?"),
    ("pieces_per_set", r"(?:per|each|one|a|every|in a|in one|in each) set|sets? (?:of"
     r"|has|includes?|contains?|comes)"),
    ("size", r"sizes?|dimensions?|measures?|measuring|measurements?"),
    ("length", r"length|long|in length"),
    ("width", r"width|wide"),
    ("height", r"height|high|tall"),
    ("diameter", r"diameter|diameters|in diameter"),
    ("thickness", r"thickness|thick"),
    ("weight", r"weights?|weigh|weighs|weighing|weighed"),
    ("net_weight", r"net weight|net content"),
    ("gross_weight", r"gross weight"),
    ("fabric_weight", r"fabric weight|gsm|fabric"),
    ("capacity", r"capacity|volume|holds?|holding"),
    ("cotton", r"(?:pure |organic |combed |cotton)?cotton|cotton content"),
    ("colors", r"colou?rs?"),
    ("styles", r"styles?|designs?"),
    ("sizes", r"sizes?"),
    ("model", r"model(?: number| no\.?| code)?|item (?:number|no\.?|code)|article number"
     r"|style number"),
    ("brand", r"brand"),
    ("certificates", r"certif\w+|certs?|approv\w+|compliant|compliance|comply|complies|pass(?:ed"
     r"|es)?|marks?|marked|marking|tested|meets?|has|have|had|with|got|standards?"),
    ("warranty", r"warrant(?:y|ies|ied)|guarantees?|guaranteed"),
    ("power", r"power|wattage|powered"),
    ("voltage", r"voltage"),
    ("battery", r"battery(?: capacity)?|batteries"),
    ("charging_time", r"charges?|charged|charging(?: time)?|recharge[sd]?|full charge"
     r"|fully charged?"),
    ("working_time", r"battery life|(?:working|work|run|running|use|using|usage|play|playing"
     r"|standby|playback|operating) ?times?|playtime|playback|standby|runtime|lasts?|lasting"
     r"|works?|runs?|plays?|battery lasts|(?:on|per|with) (?:a |one )?(?:single |full )?charge"
     r"|fully charged,? (?:it )?(?:lasts?|works?|runs?|plays?)|talk ?time|music"),
    ("lifespan", r"life ?spans?|life ?time|service life|working life|operating life"),
    ("temperature", r"temperatures?|heat[- ]resistan\w*|resist\w*|withstands?"),
    ("keeps_hot", r"hot|warm|heat (?:preservation|retention)|warm[- ]keeping"),
    ("keeps_cold", r"cold|cool|cold (?:preservation|retention)"),
    ("waterproof", r"waterproof|water[- ]resistant"),
    ("screen", r"screen(?: size)?|display"),
    ("memory", r"memory|storage|ram|rom"),
    ("range", r"(?:bluetooth |working |control |wireless |transmission )?range|distance"),
    ("speed", r"(?:top |max |rotation )?speeds?"),
    ("layers", r"layers?"),
    ("people", r"(?:fits?|seats?|sleeps?|serves?|holds?|enough for|suitable for|designed for"
     r"|made for) ?(?:up)?"),
    ("booth", r"booth(?: number| no\.?)?"),
)  # fmt: skip
"""Keys and the words that name them, as regular expressions for whole words."""

OTHERS: dict[str, str] = {
    "money": r"shipping|shipment|freight|postage|courier|express|deliver\w*|mou?lds?|tool(?:s"
    r"|ing)|tax(?:es)?|vat|dut(?:y|ies)|tariffs?|customs|insurance|market|others?|other people"
    r"|someone|competitors?|you (?:\w+ )?(?:sell|resell|charge|make|earn|retail)|(?:they|he|she"
    r"|people) (?:\w+ )?(?:sell|sells|charge|ask|want|offer|quote)\w*|elsewhere|somewhere"
    r"|for (?:the )?(?:small|big|large|medium|other)\w*|bought|paid|spen[dt]|back|ships?|shipped"
    r"|to make|compan(?:y|ies)|factory(?! price)|business|differen(?:ce|t)|amazon"
    r"|ebay|alibaba|temu|walmart|online|stores?|shops?|supermarkets?|malls?|original(?:ly)?"
    r"|used to|previous(?:ly)?|before|normal(?:ly)?|usual(?:ly)?|regular(?:ly)?|instead|was|were"
    r"|list price|sav(?:e|es|ing|ings)|cheaper|less|more|extra|additional(?:ly)?|add|adding|adds"
    r"|plus|off|worth|values?|valued|profits?|margins?|total|totals|altogether|turnover|revenue"
    r"|annual|sales of|exports?|invest\w*|budget|refund\w*|coupons?|vouchers?|cash ?back|(?:our"
    r"|my|the factory) cost|cost price|costs? (?:us|me)|printing|print|logos?|custom\w*"
    r"|engrav\w*|packag\w*|packing|gift box|color box|bags?|cif|ddp|ddu|landed|bulk"
    r"|big orders?|big quantit\w+"
    r"|(?:small|medium|big|large)(?:er)?(?: (?:one|size))? (?:is|are|costs?)"
    r"|(?:that|the other) one|larger|bigger|volume|fines?|penalty|bonus|commission|salary|rent"
    r"|setup|set-up|plates?|design fee|labels?|customers?|clients?|your market|resell|resale"
    r"|minimum|moq|orders?|first|second|last year|yesterday|tomorrow|promotion\w*|member\w*"
    r"|per (?:\w+ )?hundred|depend\w*|tier|balance|every|thousands|million|wages?"
    r"|retail (?:stores?|shops?|markets?)|wholesale markets?|cash|discount\w*|drop\w*"
    r"|increase\w*|went|go(?:es)? up|lower|reduc\w+|rais\w+",
    "count": r"this price|that price|the price|logos?|custom\w*|print\w*|oem|odm"
    r"|a day|per day|daily|every day|each day|a week|per week|weekly|every week|a year"
    r"|per year|yearly|every year|annual\w*|an hour|per hour|per minute|a minute|workers?"
    r"|employees?|staff|engineers?|machines?|sold|sells?|selling|sales?|customers?|clients?"
    r"|buyers?|free|gifts?|give|send|(?:per|each|every|a|one|for one) (?:colou?r|design|style"
    r"|size|model|item|type|pattern)|(?:per|each|every|a) (?:box|bag|pack|pallet|case|container"
    r"|layer|bundle|roll|package|inner box)|in (?:a|one|each) (?:box|bag|pack|pallet|case"
    r"|container|bundle|roll|package)|already|left|containers?|lines?|factories|suppliers?"
    r"|countries|trial|first|samples?|shops?|stores?|if you|when you|once you|only if|(?:we|i"
    r"|they) (?:have )?(?:shipped|exported|made|produced)|exported|team|company|mix\w*|assorted"
    r"|per person|each person|last|more|extra|another|every|less|capacity of workers|broken"
    r"|defect\w*|missing|maximum|max|discount\w*|buys?|bought",
    "measure": r"equivalent|equal to|maximum|max|packag\w*|packing|factory|workshop|warehouse|area"
    r"|covers?|containers?|bags?|inner box|color box|gift box|booths?|away|from here"
    r"|per (?:box|bag|pack|pallet|case|container)|refill\w*|bottle of|saves?|sav(?:es|ing)|waste"
    r"|older|old (?:model|version|one)|competitors?|others?|logo|label|error|tolerance|more|less"
    r"|longer|shorter|bigger|smaller|heavier|lighter|consum\w+|every|carton volume|last (?:year"
    r"|month)",
    "mass": r"load\w*|bear(?:s|ing)?|support(?:s|ing)?|weight capacity|users?|body|carry|carries"
    r"|lift\w*|pulls?|people|holds?(?: up)?|holding|rice|flour|laundry|clothes",
    "electric": r"batter(?:y|ies)",
    "length": r"cables?|cords?|wires?|straps?|ropes?|handles?|lids?|zippers?|drop\w*|falls?"
    r"|from a height|carry|pulls?",
    "size": r"packag\w*|packing|gift box(?:es)?|color box(?:es)?|inner box(?:es)?|box(?:es)?"
    r"|bags?|booths?|labels?|logos?|stickers?|print\w*|screen|pallets?|containers?|factory|old"
    r"|competitors?|others?|manual|cards?|tags?|handle|lid|pocket|opening",
    "duration": r"experienced?|been|(?:past|last|next|first) (?:few )?|in business|in this"
    r"|founded|established|history|since|ago|factory|compan(?:y|ies)|returns?|refunds?"
    r"|refundable|exchange|replacement|service|repl(?:y|ies)|respon\w+|answers?|payment terms"
    r"|credit|valid\w*|exhibition|fair|show|free|money back|old|opening|office|online|support"
    r"|contract|every|each time|usually|dr(?:y|ies)|cook\w*|boil\w*|wash\w*|bak(?:e|ing)|set ?up"
    r"|install\w*|per day|train\w*|over the|late|delay\w*|longer|shorter|faster|sooner|earlier"
    r"|later|more|extra|extend\w*|only for|quote|visa|meeting|stay(?:s|ed|ing)? (?:here|in)|here"
    r"|trip|holidays?|trial|hot (?:or|and) cold|cold (?:or|and) hot|other(?:s)?|competitors?"
    r"|before",
    "discount": r"containers?|pallets?|bulk|large|big|today"
    r"|tomorrow|this week|first|new|old|members?|vip|regular|customers?|buyers?"
    r"|clients?|second|cash|full payment|exhibition|fair|show|extra|additional|another|further"
    r"|more|last|others?|competitors?|if|when|coupon|repeat|next|before|until|only for|sample"
    r"|students?|credit",
    "percent": r"profits?|margins?|customers?|clients?|satisf\w*|sure|guarantee\w*|new|natural"
    r"|safe|original|balance|remaining|rest|before shipment|commission|tax(?:es)?|vat|dut(?:y"
    r"|ies)|cheaper|more|less|higher|lower|faster|increase\w*|grow\w*|rate|inspect\w*|quality"
    r"|effort|happy|free|positive|reviews?|polyester|spandex|nylon|linen|wool|silk|viscose|rayon"
    r"|elastane|lycra|acrylic|bamboo|modal|cashmere|recycled|poly|down|feather|humidity|charged?"
    r"|battery|brightness|reduc\w+|save|sav(?:es|ing|ings)|waterproof|handmade|refund\w*"
    r"|interest|of (?:the|our|all|people)",
    "code": r"factory|company|we are|audit\w*|appl(?:y|ied|ying)|pending|soon|will|need|without"
    r"|not|no|can (?:be|get|apply|do)|if|old|similar|like|than|compatible|replace\w*"
    r"|for (?:model)|instead|previous|next|other",
    "age": r"our|experience|work(?:er|ers|ing)?|staff|team",
}  # fmt: skip

MASKED = re.compile(
    r"\b(?:high[- ](?:quality|end|class|grade|density|definition|speed|demand|tech|strength"
    r"|standard|level|temperature(?! resistan)|performance|capacity|power)|highest|highly"
    r"|long[- ](?:lasting|term|life|time|distance|standing)|as long as|how long|so long|a long"
    r"|no longer|long[- ]sleeves?|wide range|worldwide|nationwide|price range|full range"
    r"|range of (?:products|colou?rs|styles)|age range|free samples?|samples? (?:is|are) free"
    r"|sample (?:order|room|book)s?|free of charge|free (?:shipping|delivery)"
    r"|shipping (?:is )?(?:free|included)|out of stock|no stock"
    r"|(?:not )?(?:including|includes?|excluding|without|excludes?|plus|before) (?:the )?"
    r"(?:shipping|freight|tax(?:es)?|vat|delivery|postage)(?: cost| fee)?"
    r"|good quality|quality|power ?banks?"
    r"|hot[- ]sell\w*|hot[- ]sale\w*|hot item|best[- ]sell\w*|selling point|in order to"
    r"|of course|cool (?:design|looking)|very cool|so cool|as well|what(?:'s| is) more|once more"
    r"|one more|(?:or|and) (?:more|above|over)|(?:no|not) (?:less|fewer) than|more or less"
    r"|price list|no other|each other|cost[- ]effective|cost performance|at all costs?|free size"
    r"|mass production of|in no time|work(?:s|ing)? with|works? (?:well|great|fine)|market(?:'s"
    r"| is)|last but not least|hot water|cold water|hot drinks?|cold drinks?|hot coffee"
    r"|cold brew|ready to go|and ready)\b"
)
"""Words that hold a cue and mean something else."""

FILLERS = words(
    "the a an is are be being of for at in to only just it its it's that's this our your"
    " my we you they can could will would with from within per as by on about around have"
    " has comes come so very now here one each which also there's there all total totally"
    " quantity starts start starting begin takes take i'm we're they're required needed"
    " need needs please get around like up that these those their his her i me us okay ok"
    " yes yeah well then do does did 's time quantities usually different beautiful goods"
    " drinks drink things products product water stuff everything coffee maximum really"
    " actually right even still only exactly standard normal size made"
)
"""Words that add no distance between a value and the word that names it."""
LINKS = words("is are of for at in takes take within = : be 's it's lasts last was")
"""Words that bind what stands before them to the value after them."""
LINKS_AFTER = words("for is of as in to per a on / after by of")
"""Words that bind a value to what stands after them."""
KEEPING = re.compile(r"\b(?:ke(?:ep|eps|eping|pt)|stay\w*|remain\w*|insulat\w*|retain\w*|retention"
                     r"|preserv\w*)\b")  # fmt: skip
"""What "hot" or "cold" must stand beside, unless it touches the time: 12 hours hot."""
MAKING = re.compile(r"\b(?:produc\w+|mak(?:e|es|ing)|manufactur\w+|output|capacity|supply)\b")
"""What a number a month must be said of to be the output."""
JOINTS = words("and which that's so")
"""Words past which a cue is farther away."""
BREAKS = words(
    "but while whereas however although though because unless except otherwise meanwhile"
)
"""Words that begin another clause."""
