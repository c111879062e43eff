"""Words of English speech that name what a value is, or that it is another thing's."""

from __future__ import annotations

from .words import pattern

_CARTON = r"(?:export |master |outer )?(?:cartons?|ctns?)"
_SHIPS = r"(?:ships?|shipped|deliver(?:s|y|ed)?|ready|lead time|made|finish\w*)"

CUES: dict[str, str] = {
    "price": r"(?:unit |ex[- ]?works |(?:ex[- ]?)?factory |fob |sale )?(?:prices?|priced)"
    r"|ex[- ]?works|fob|exw|costs?|costing|sells?|selling|sold|quot(?:e|ation)|charge|offer",
    "wholesale_price": r"wholesales?(?: prices?)?|trade price",
    "retail_price": r"(?:suggested |recommended )?retail(?:s|ing)?(?: prices?)?|msrp|rrp",
    "sample_fee": r"samples?(?: (?:fees?|costs?|charges?|price))?|sampling",
    "sample_time": r"samples?(?: (?:lead )?time)?|sampling(?: time)?"
    rf"|samples? (?:\w+ ){{0,3}}{_SHIPS}|{_SHIPS} (?:\w+ ){{0,3}}samples?",
    "moq": r"moqs?|m\.o\.q\.?|m o q|min(?:imum|imal|\.)?,? orders?(?: quantit(?:y|ies)| size)?"
    r"|minimum(?: quantity)?|minimal quantity|smallest order|orders? (?:can )?(?:starts?|starting"
    r"|begins?|is) (?:from|at|with)|(?:order|buy|take|purchase) (?:starting )?(?:from|at least)"
    r"|at least (?:order|buy|take|purchase)",
    "lead_time": r"lead[- ]?times?|delivery (?:time|date|period)|deliver(?:s|y|ed)?|ships?|shipped"
    r"|shipment|ship out|dispatch\w*|turnaround(?: time)?|(?:mass )?production(?: time| takes)?"
    r"|produce|manufacturing(?: time)?|(?:mass|bulk) order|to make|ready|finish(?:ed)?"
    r"|after (?:the |you |your |we (?:get|receive) )*(?:orders?|payment|pay\w*|deposit|po|place"
    r" (?:the |an |your )?order|confirm\w*(?: the| your)?(?: order| sample)?|samples? (?:is |are )?"
    r"(?:approv\w+|confirm\w+))",
    "delivery_time": r"shipping (?:time|takes)|transit(?: time)?|arrives?|arrival|by sea|by air"
    r"|to your (?:door|port|warehouse|country|place)|door to door"
    r"|deliver(?:y|ed)? (?:time )?to (?:the |your )?\w+",
    "deposit": r"deposits?|down ?payment|up ?front|(?:in )?advance(?: payment)?|prepa(?:yment|id"
    r"|y)",
    "stock": r"(?:in |ready )?stocks?|on hand|inventory|in (?:our|the) warehouse",
    "monthly_output": r"monthly (?:output|capacity|production|supply)|production capacity|output"
    r"|(?:per|a|every|each) month",
    **{"carton_quantity": _CARTON, "carton_size": rf"{_CARTON}(?: size)?"},
    "carton_weight": rf"{_CARTON}(?: weight| weighs)?",
    "pieces_per_set": r"(?:per|each|one|a|every|in a|in one|in each) set|sets? (?:of|has|includes?"
    r"|contains?|comes)",
    "size": r"sizes?|dimensions?|measur(?:es?|ing|ements?)",
    **{"length": r"(?:in )?length|long", "width": "width|wide", "height": "height|high|tall"},
    **{"diameter": r"(?:in )?diameters?", "thickness": "thick(?:ness)?"},
    **{"weight": r"weights?|weigh(?:s|ed|ing)?", "net_weight": r"net (?:weight|content)"},
    **{"gross_weight": "gross weight", "fabric_weight": r"fabric(?: weight)?|gsm"},
    **{"capacity": r"capacity|volume|holds?|holding", "screen": r"screen(?: size)?|display"},
    "cotton": r"(?:pure |organic |combed )?cotton(?: content)?",
    **{"colors": "colou?rs?", "styles": "styles?|designs?", "sizes": "sizes?"},
    "model": r"model(?: number| no\.?| code)?|(?:item|article|style) (?:number|no\.?|code)",
    **{"brand": "brand", "booth": r"booth(?: number| no\.?)?", "layers": "layers?"},
    "certificates": r"certif\w+|certs?|approv\w+|complian\w+|compl(?:y|ies)|pass(?:ed|es)?|mark\w*"
    r"|tested|meets?|has|have|had|with|got|standards?",
    "warranty": r"warrant(?:y|ies|ied)|guarantee[sd]?",
    **{"power": "power(?:ed)?|wattage", "voltage": "voltage"},
    "battery": r"batter(?:y|ies)(?: capacity)?",
    "charging_time": r"(?:re)?charge[sd]?|charging(?: time)?|full charge|fully charged?",
    "working_time": r"battery (?:life|lasts)|(?:work|run|us|play|operat)(?:e|ing|age)? ?times?"
    r"|standby|playback|runtime|last(?:s|ing)?|works?|runs?|plays?|(?:on|per|with) (?:a "
    r"|one )?(?:single |full )?charge|fully charged,? (?:it )?(?:lasts?|works?|runs?|plays?)"
    r"|talk ?time|music",
    "lifespan": r"life ?(?:spans?|time)|(?:service|working|operating) life",
    "temperature": r"temperatures?|heat[- ]resistan\w*|resist\w*|withstands?",
    "keeps_hot": r"hot|warm|heat (?:preservation|retention)|warm[- ]keeping",
    "keeps_cold": r"cold|cool|cold (?:preservation|retention)",
    **{"waterproof": r"waterproof|water[- ]resistant", "memory": "memory|storage|ram|rom"},
    **{"range": r"(?:\w+ )?range|distance", "speed": r"(?:\w+ )?speeds?"},
    "people": r"(?:fits?|seats?|sleeps?|serves?|holds?|(?:enough|suitable|designed"
    r"|made) for)(?: up)?",
}
"""Keys and the words that name them, as regular expressions for whole words."""

OTHERS: dict[str, str] = {
    "any": r"others?|other people|someone|competitors?|compan(?:y|ies)|factor(?:y(?! price)|ies)"
    r"|logos?|label|custom\w*|print\w*|pack(?:ag\w*|ing)|(?:gift|color|inner) box(?:es)?|free"
    r"|gifts?|customers?|clients?|buyers?|workers?|staff|team|more|less|extra|additional(?:ly)?"
    r"|another|every|first|second|last|next|previous(?:ly)?|before|old|off|sav(?:e|es|ing|ings)"
    r"|refund\w*|containers?|pallets?|elsewhere|instead|trial|maximum|max|exported",
    "money": r"bulk|ship(?:s|ped|ping|ment)?|freight|postage|courier|express|deliver\w*|mou?lds?"
    r"|tooling|tax(?:es)?|vat|dut(?:y|ies)|tariffs?|customs|insurance|market|(?:you|they|he|she"
    r"|people) (?:\w+ )?(?:(?:re)?sell|charge|make|earn|retail|ask|want|offer|quote)\w*"
    r"|for (?:the )?(?:small|big|large|medium)\w*|bought|paid|spen[dt]|back|to make|business"
    r"|differen(?:ce|t)|amazon|ebay|alibaba|temu|walmart|online|stores?|shops?|supermarkets?"
    r"|malls?|original(?:ly)?|used to|normal(?:ly)?|usual(?:ly)?|regular(?:ly)?|was|were"
    r"|list price|cheaper|add(?:s|ing)?|plus|worth|value[sd]?|profits?|margins?|totals?|altogether"
    r"|turnover|revenue|annual|invest\w*|budget|coupons?|vouchers?|(?:our|my) cost|cost price"
    r"|costs? (?:us|me)|bags?|cif|ddp|ddu|landed|big \w+|(?:small|medium|big"
    r"|large)(?:er)?(?: (?:one|size))? (?:is|are|costs?)|that one|volume|fines?|penalty|bonus"
    r"|commission|salary|rent|set-?up|design fee|minimum|moq|orders?|yesterday|tomorrow"
    r"|promotion\w*|member\w*|depend\w*|balance|million|wages?|wholesale markets?|cash|discount\w*"
    r"|drop\w*|increase\w*|lower|reduc\w+|rais\w+",
    "count": r"bulk|(?:this|that|the) price|oem|odm|(?:a|per|every|each) (?:day|week|year|hour"
    r"|minute)|daily|weekly|yearly|annual\w*|employees?|engineers?|machines?|sold|sell(?:s|ing)?"
    r"|sales?|give|send|(?:per|each|every|a|one) (?:colou?r|design|style|size|model|item|type"
    r"|pattern)|already|(?:per|each|every|an?|in one) (?:box|bag|pack|case|layer|bundle|roll"
    r"|package)|left|lines?|suppliers?|countries|samples?|shops?|stores?|if|when|once|mix\w*"
    r"|assorted|each person|broken|discount\w*|defect\w*|missing|buys?|bought",
    "measure": r"equivalent|equal to|workshop|warehouse|area|covers?|bags?|booths?|away|from here"
    r"|per (?:box|bag|pack|case)|refill\w*|bottle of|waste|error|tolerance|\w+(?:ger|ter|ler|vier)"
    r"|consum\w+",
    "mass": r"load\w*|bear(?:s|ing)?|support\w*|weight capacity|users?|body|carr(?:y|ies)|lift\w*"
    r"|pulls?|people|holds?(?: up)?|holding|rice|flour|laundry|clothes",
    "electric": r"batter(?:y|ies)",
    "length": r"cables?|cords?|wires?|straps?|ropes?|handles?|lids?|zippers?|drop\w*|falls?|carry",
    "size": r"box(?:es)?|bags?|booths?|stickers?|screen|manual|cards?|tags?|handle|lid|pocket",
    "duration": r"experienced?|been|past|in (?:this )?business|founded|established|history|since"
    r"|ago|returns?|refundable|exchange|replacement|service|repl(?:y|ies)|respon\w+|answers?"
    r"|credit|payment terms|valid\w*|exhibition|fair|show|money back|opening|office|online|support"
    r"|contract|each time|usually|dr(?:y|ies)|cook\w*|boil\w*|wash\w*|bak(?:e|ing)|set ?up"
    r"|install\w*|per day|train\w*|late|delay\w*|longer|shorter|faster|sooner|earlier|later"
    r"|extend\w*|only for|visa|meeting|here|trip|holidays?|(?:hot|cold) (?:or|and) (?:hot|cold)",
    "discount": r"bulk|large|big|today|tomorrow|this week|new|members?|vip|regular|cash"
    r"|full payment|exhibition|fair|show|further|if|when|coupon|repeat|until|only for|sample"
    r"|students?|credit",
    "percent": r"give|profits?|margins?|satisf\w*|sure|guarantee\w*|new|natural|safe|original"
    r"|balance|remaining|rest|commission|tax(?:es)?|vat|cheaper|higher|lower|faster|increase\w*"
    r"|grow\w*|rate|inspect\w*|quality|effort|happy|positive|reviews?|polyester|spandex|nylon"
    r"|linen|wool|silk|viscose|rayon|elastane|lycra|acrylic|bamboo|modal|cashmere|recycled|poly"
    r"|down|humidity|charged?|battery|brightness|reduc\w+|waterproof|interest|of (?:the|our|all"
    r"|people)",
    "code": r"factory|company|old|other|previous|next|we are|audit\w*|appl(?:y|ied|ying)|pending"
    r"|soon|will|need|without|not|no|can (?:be|get|apply|do)|if|similar|like|than|compatible"
    r"|replace\w*|for model",
    "age": r"our|experience|work(?:ing)?",
}  # fmt: skip
"""Words that say that a value is another thing's, by its kind or the family of its unit."""

MASKED = pattern(
    r"\b(?:high(?:est|ly|[- ](?!temperature resistan)\w+)|long[- ](?:lasting|term|life|time"
    r"|distance|standing|sleeves?)|(?:as|how|so|a|no) long(?:er)?|wide range|(?:price|full"
    r"|age) range|range of|free (?:samples?|of charge|shipping|delivery|size)|samples? (?:is"
    r"|are) free|sample (?:order|room|book)s?|shipping (?:is )?(?:free|included)|(?:out of"
    r"|no) stock|(?:not )?(?:includ(?:es?|ing)|exclud(?:es?|ing)|without|plus"
    r"|before) (?:the )?(?:shipping|freight|tax(?:es)?|vat|delivery|postage)(?: cost| fee)?"
    r"|(?:good )?quality|power ?banks?|(?:hot|best)[- ](?:sell\w*|sale\w*|item)|selling point"
    r"|in order to|of course|(?:very|so) cool|cool (?:design|looking)|(?:what's|what is|once"
    r"|one) more|(?:or|and) (?:more|above|over)|more or less|(?:no|not) (?:less|fewer) than"
    r"|price list|(?:no|each) other|cost[- ]effective|at all costs?|in no time|work(?:s|ing)? with"
    r"|works? (?:well|great|fine)|market(?:'s| is)|last but not least|(?:hot|cold) (?:water|drinks?"
    r"|coffee|brew)|(?:and )?ready to go|and ready)\b"
)
"""Words that hold a cue and mean something else."""
FILLER = pattern(
    r"(?:the|an?|is|are|be|being|of|for|at|in|to|only|just|it|its|it's|that's|this|our|your|my|we"
    r"|you|they|can|could|will|would|with|from|within|per|as|by|on|about|have|has|comes?|so|very"
    r"|now|here|one|each|which|also|there's|there|all|total|quantity|starts?|takes?|i'm|we're"
    r"|they're|required|need(?:s|ed)?|please|get|like|up|that|these|those|i|us|okay|ok|yes|yeah"
    r"|well|then|do|does|'s|time|usually|different|beautiful|goods|drinks?|things|products?|water"
    r"|stuff|everything|coffee|really|actually|even|still|exactly|standard|normal|size|made)"
)
"""Words that add no distance between a value and the word that names it."""
LINKS = pattern(r"\b(?:is|are|of|for|at|in|takes?|within|be|it's|lasts?|was)\b|[=:]|'s")
"""Words that bind what stands before them to the value after them."""
LINKS_AFTER = pattern(r"[ /]*(?:for|is|of|as|in|to|per|a|on|after|by)\b| ?/")
"""Words that bind a value to what stands after them."""
JOINTS = pattern(r"\b(?:and|which|that's|so)\b")
"""Words past which a cue is farther away."""
