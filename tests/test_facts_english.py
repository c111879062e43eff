"""What is read out of English speech, and what is not: a wrong fact is worse than a missing one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from merchant_studio.facts.keys import KEYS
from merchant_studio.read.english import read_english, states_number_english
from merchant_studio.read.english.numerals import read_digits, read_number
from merchant_studio.read.english.tokens import tokenize
from merchant_studio.records import Count, Mention, Money, Segment, Span

from .speech import heard, shown
from .speech import spoken as segment_of


def spoken(text: str, *, pause_ms: int = 300) -> Segment:
    """A segment of the words of a text, spaces before them; a word that is `|` is a pause."""
    words = (word if word == "|" else f" {word}" for word in text.split())
    return segment_of(*words, pause_ms=pause_ms)


def readings(text: str) -> list[str]:
    return [shown(reading) for reading in read_english([heard(text)])]


# --- what is read --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # Prices.
        ("The price is $2.50.", ["price 2.50 USD <$2.50>"]),
        ("The price is 18.5 yuan", ["price 18.5 CNY <18.5 yuan>"]),
        ("It's $2.50 each", ["price 2.50 USD <$2.50 each>"]),
        ("eighteen yuan fifty", ["price 18.5 CNY <eighteen yuan fifty>"]),
        ("18 yuan 50", ["price 18.5 CNY <18 yuan 50>"]),
        ("2 dollars and 30 cents", ["price 2.3 USD <2 dollars and 30 cents>"]),
        ("two dollars thirty", ["price 2.3 USD <two dollars thirty>"]),
        ("two dollars oh five", ["price 2.05 USD <two dollars oh five>"]),
        ("a dollar fifty", ["price 1.5 USD <a dollar fifty>"]),
        ("a dollar each", ["price 1 USD <a dollar each>"]),
        ("three dollars and a half", ["price 3.5 USD <three dollars and a half>"]),
        ("eighteen and a half yuan", ["price 18.5 CNY <eighteen and a half yuan>"]),
        ("two point five dollars", ["price 2.5 USD <two point five dollars>"]),
        ("18 RMB each", ["price 18 CNY <18 RMB each>"]),
        ("RMB18", ["price 18 CNY <RMB18>"]),
        ("USD 2.5 per piece", ["price 2.5 USD <USD 2.5 per piece>"]),
        ("$3 US dollars", ["price 3 USD <$3 US dollars>"]),
        ("US$3", ["price 3 USD <US$3>"]),
        ("$.35", ["price 0.35 USD <$.35>"]),
        ("fifty cents", ["price 0.5 USD <fifty cents>"]),
        ("thirty-five cents a piece", ["price 0.35 USD <thirty-five cents a piece>"]),
        ("three euros fifty", ["price 3.5 EUR <three euros fifty>"]),
        ("12 to 15 yuan", ["price 12-15 CNY <12 to 15 yuan>"]),
        ("12 yuan to 15 yuan", ["price 12-15 CNY <12 yuan to 15 yuan>"]),
        ("$12 to $15", ["price 12-15 USD <$12 to $15>"]),
        ("$12-15", ["price 12-15 USD <$12-15>"]),
        ("between 12 and 15 yuan", ["price 12-15 CNY <between 12 and 15 yuan>"]),
        (
            "between one hundred and two hundred yuan",
            ["price 100-200 CNY <between one hundred and two hundred yuan>"],
        ),
        ("36 yuan per dozen", ["price 36 CNY/dozen <36 yuan per dozen>"]),
        ("$36 a dozen", ["price 36 USD/dozen <$36 a dozen>"]),
        ("36 yuan one dozen", ["price 36 CNY/dozen <36 yuan one dozen>"]),
        ("per dozen 36 yuan", ["price 36 CNY/dozen <per dozen 36 yuan>"]),
        ("each set is $5", ["price 5 USD/set <$5>"]),
        ("one carton is $180", ["price 180 USD/carton <$180>"]),
        ("15 yuan per meter", ["price 15 CNY/length-meter <15 yuan per meter>"]),
        ("12 yuan a yard", ["price 12 CNY/length-yard <12 yuan a yard>"]),
        ("25 yuan per kg", ["price 25 CNY/mass-kilogram <25 yuan per kg>"]),
        ("US$12.80/set FOB Shanghai", ["price 12.80 USD/set <US$12.80/set>"]),
        ("$1.2 million", ["price 1200000 USD <$1.2 million>"]),
        (
            "wholesale price is $5 and retail price is $8",
            ["wholesale_price 5 USD <$5>", "retail_price 8 USD <$8>"],
        ),
        (
            "$5 for wholesale, $8 for retail",
            ["wholesale_price 5 USD <$5>", "retail_price 8 USD <$8>"],
        ),
        ("$5 wholesale $8 retail", ["wholesale_price 5 USD <$5>", "retail_price 8 USD <$8>"]),
        ("the sample fee is $50", ["sample_fee 50 USD <$50>"]),
        ("sample is $10 and the price is $5", ["sample_fee 10 USD <$10>", "price 5 USD <$5>"]),
        ("a deposit of $500", ["deposit 500 USD <$500>"]),
        ("How about the price? $5 each.", ["price 5 USD <$5 each>"]),
        ("$5 each shipping is included", ["price 5 USD <$5 each>"]),
        # Quantities.
        ("MOQ is 100 pieces", ["moq 100 piece <100 pieces>"]),
        ("MOQ: 100", ["moq 100 piece <100>"]),
        ("M.O.Q. 100 pieces", ["moq 100 piece <100 pieces>"]),
        ("MOQ, 100 pieces.", ["moq 100 piece <100 pieces>"]),
        ("As for the MOQ, it's a hundred pieces.", ["moq 100 piece <a hundred pieces>"]),
        ("100 pieces minimum", ["moq 100 piece <100 pieces>"]),
        ("a hundred pieces minimum", ["moq 100 piece <a hundred pieces>"]),
        ("hundred pieces minimum", ["moq 100 piece <hundred pieces>"]),
        (
            "minimum order one thousand two hundred sets",
            ["moq 1200 set <one thousand two hundred sets>"],
        ),
        (
            "one hundred and twenty-eight pairs minimum",
            ["moq 128 pair <one hundred and twenty-eight pairs>"],
        ),
        ("twelve hundred pieces in stock", ["stock 1200 piece <twelve hundred pieces>"]),
        (
            "ten thousand five hundred pieces in stock",
            ["stock 10500 piece <ten thousand five hundred pieces>"],
        ),
        ("1.5 million pieces in stock", ["stock 1500000 piece <1.5 million pieces>"]),
        ("MOQ is 10k pieces", ["moq 10000 piece <10k pieces>"]),
        ("two dozen minimum", ["moq 2 dozen <two dozen>"]),
        ("two dozen pieces minimum", ["moq 24 piece <two dozen pieces>"]),
        ("MOQ is a dozen", ["moq 1 dozen <a dozen>"]),
        ("minimum order is one carton", ["moq 1 carton <one carton>"]),
        ("MOQ 1 piece", ["moq 1 piece <1 piece>"]),
        ("you need to order at least 100 pieces", ["moq 100 piece <100 pieces>"]),
        ("minimum 100 pieces or more", ["moq 100 piece <100 pieces>"]),
        ("minimum order no less than 100 pieces", ["moq 100 piece <100 pieces>"]),
        ("MOQ is 50 kilograms", ["moq 50 mass-kilogram <50 kilograms>"]),
        ("24 pieces per carton", ["carton_quantity 24 piece <24 pieces>"]),
        ("each carton 24 pieces", ["carton_quantity 24 piece <24 pieces>"]),
        ("one carton has 24 pieces", ["carton_quantity 24 piece <24 pieces>"]),
        ("48 pcs/ctn", ["carton_quantity 48 piece <48 pcs>"]),
        ("24 per carton", ["carton_quantity 24 piece <24>"]),
        ("twelve dozen per carton", ["carton_quantity 12 dozen <twelve dozen>"]),
        ("We make 300,000 pieces a month", ["monthly_output 300000 piece <300,000 pieces>"]),
        ("our monthly output is 300,000 pieces", ["monthly_output 300000 piece <300,000 pieces>"]),
        ("5000 pieces in stock", ["stock 5000 piece <5000 pieces>"]),
        ("6 pieces per set", ["pieces_per_set 6 piece <6 pieces>"]),
        ("a 6-piece set", ["pieces_per_set 6 piece <6-piece>"]),
        ("a set of 6 bowls", ["pieces_per_set 6 piece <6>"]),
        ("eight colors", ["colors 8 color <eight colors>"]),
        (
            "6 colors 4 sizes 3 styles",
            ["colors 6 color <6 colors>", "sizes 4 size <4 sizes>", "styles 3 style <3 styles>"],
        ),
        ("We have six different colors.", ["colors 6 color <six different colors>"]),
        ("choose from 12 designs", ["styles 12 style <12 designs>"]),
        ("three-layer steel", ["layers 3 layer <three-layer>"]),
        ("a 4-person tent", ["people 4 person <4-person>"]),
        ("fits 4 people", ["people 4 person <4 people>"]),
        ("100 units minimum", ["moq 100 piece <100 units>"]),
        # Times.
        ("7 days lead time", ["lead_time 7 day <7 days>"]),
        ("lead time is seven to ten days", ["lead_time 7-10 day <seven to ten days>"]),
        ("7-10 days after deposit", ["lead_time 7-10 day <7-10 days>"]),
        ("delivery within 7 days", ["lead_time 7 day <7 days>"]),
        ("Production time: 20 days", ["lead_time 20 day <20 days>"]),
        ("ready in a week", ["lead_time 1 week <a week>"]),
        ("15 days after sample approval", ["lead_time 15 day <15 days>"]),
        ("shipping takes 30 days by sea", ["delivery_time 30 day <30 days>"]),
        ("delivery to the US takes 30 days", ["delivery_time 30 day <30 days>"]),
        ("samples ship in 3 days", ["sample_time 3 day <3 days>"]),
        (
            "3 days for samples and 15 days for mass production",
            ["sample_time 3 day <3 days>", "lead_time 15 day <15 days>"],
        ),
        ("two-year warranty", ["warranty 2 year <two-year>"]),
        ("warranty of a year and a half", ["warranty 1.5 year <a year and a half>"]),
        ("2 years' warranty", ["warranty 2 year <2 years'>"]),
        (
            "keeps hot for 12 hours and cold for 24 hours",
            ["keeps_hot 12 hour <12 hours>", "keeps_cold 24 hour <24 hours>"],
        ),
        (
            "12 hours hot 24 hours cold",
            ["keeps_hot 12 hour <12 hours>", "keeps_cold 24 hour <24 hours>"],
        ),
        ("keeps coffee hot for six hours", ["keeps_hot 6 hour <six hours>"]),
        (
            "It charges in two and a half hours and works for 8 hours",
            ["charging_time 2.5 hour <two and a half hours>", "working_time 8 hour <8 hours>"],
        ),
        ("an hour and a half to charge", ["charging_time 1.5 hour <an hour and a half>"]),
        ("10 hours of battery life", ["working_time 10 hour <10 hours>"]),
        ("lifespan of 50,000 hours", ["lifespan 50000 hour <50,000 hours>"]),
        # Measures and sizes.
        ("500 milliliters", ["capacity 500 volume-milliliter <500 milliliters>"]),
        ("half a liter", ["capacity 0.5 volume-liter <half a liter>"]),
        ("2½ liters", ["capacity 2.5 volume-liter <2½ liters>"]),
        (
            "capacity is one point five liters",
            ["capacity 1.5 volume-liter <one point five liters>"],
        ),
        ("1.5L", ["capacity 1.5 volume-liter <1.5L>"]),
        ("it weighs 350 grams", ["weight 350 mass-gram <350 grams>"]),
        (
            "net weight 350 grams, gross weight 1.2 kilos",
            ["net_weight 350 mass-gram <350 grams>", "gross_weight 1.2 mass-kilogram <1.2 kilos>"],
        ),
        ("the carton weighs 12 kilos", ["carton_weight 12 mass-kilogram <12 kilos>"]),
        ("12 kilos per carton", ["carton_weight 12 mass-kilogram <12 kilos>"]),
        ("weighs 5 pounds", ["weight 5 mass-pound <5 pounds>"]),
        ("180 gsm", ["fabric_weight 180 x-gram-per-square-meter <180 gsm>"]),
        (
            "180 grams per square meter",
            ["fabric_weight 180 x-gram-per-square-meter <180 grams per square meter>"],
        ),
        ("22.5 watts", ["power 22.5 power-watt <22.5 watts>"]),
        ("110 to 240 volts", ["voltage 110-240 electric-volt <110 to 240 volts>"]),
        ("20,000 milliamp hours", ["battery 20000 x-milliampere-hour <20,000 milliamp hours>"]),
        ("5,000 mAh", ["battery 5000 x-milliampere-hour <5,000 mAh>"]),
        (
            "five thousand milliamps battery",
            ["battery 5000 x-milliampere-hour <five thousand milliamps>"],
        ),
        ("capacity is 20,000 mAh", ["capacity 20000 x-milliampere-hour <20,000 mAh>"]),
        ("128 gigabytes of memory", ["memory 128 digital-gigabyte <128 gigabytes>"]),
        (
            "withstands 120 degrees Celsius",
            ["temperature 120 temperature-celsius <120 degrees Celsius>"],
        ),
        ("15.6-inch screen", ["screen 15.6 length-inch <15.6-inch>"]),
        ("range is 10 meters", ["range 10 length-meter <10 meters>"]),
        (
            "the speed is 25 kilometers per hour",
            ["speed 25 speed-kilometer-per-hour <25 kilometers per hour>"],
        ),
        ("30 by 45 centimeters", ["size 30 x 45 length-centimeter <30 by 45 centimeters>"]),
        (
            "thirty by forty-five centimeters",
            ["size 30 x 45 length-centimeter <thirty by forty-five centimeters>"],
        ),
        ("30 x 45 x 10 cm", ["size 30 x 45 x 10 length-centimeter <30 x 45 x 10 cm>"]),
        ("30cm x 45cm", ["size 30 x 45 length-centimeter <30cm x 45cm>"]),
        ("1.2m x 2m", ["size 1.2 x 2 length-meter <1.2m x 2m>"]),
        ("34 times 75 centimeters", ["size 34 x 75 length-centimeter <34 times 75 centimeters>"]),
        (
            "carton size 60 by 40 by 35 centimeters",
            ["carton_size 60 x 40 x 35 length-centimeter <60 by 40 by 35 centimeters>"],
        ),
        (
            "30 centimeters long, 20 centimeters wide and 10 centimeters high",
            [
                "length 30 length-centimeter <30 centimeters>",
                "width 20 length-centimeter <20 centimeters>",
                "height 10 length-centimeter <10 centimeters>",
            ],
        ),
        (
            "length 30 centimeters width 20 centimeters height 10 centimeters",
            [
                "length 30 length-centimeter <30 centimeters>",
                "width 20 length-centimeter <20 centimeters>",
                "height 10 length-centimeter <10 centimeters>",
            ],
        ),
        ("8 centimeters in diameter", ["diameter 8 length-centimeter <8 centimeters>"]),
        ("2 1/2 inches thick", ["thickness 2.5 length-inch <2 1/2 inches>"]),
        # Shares, discounts, ages, codes.
        ("85% cotton", ["cotton 85 % <85%>"]),
        (
            "eighty-five percent cotton and 15% polyester",
            ["cotton 85 % <eighty-five percent>", "? 15 % <15%>"],
        ),
        ("85% cotton 15% polyester", ["cotton 85 % <85%>", "? 15 % <15%>"]),
        ("30% deposit, 70% balance", ["deposit 30 % <30%>", "? 70 % <70%>"]),
        ("5% off", ["discount -5 % <5% off>"]),
        ("a 5% discount", ["discount -5 % <5% discount>"]),
        ("the discount is five percent", ["discount -5 % <five percent>"]),
        (
            "5% off from 10,000 pieces",
            ["discount -5 % from 10000 piece <5% off from 10,000 pieces>"],
        ),
        (
            "ten percent discount for 1000 pieces",
            ["discount -10 % from 1000 piece <ten percent discount for 1000 pieces>"],
        ),
        (
            "10% off if you order 500 sets or more",
            ["discount -10 % from 500 set <10% off if you order 500 sets or more>"],
        ),
        (
            "Order 500 pieces and get 5% off",
            ["discount -5 % from 500 piece <500 pieces and get 5% off>"],
        ),
        ("1000 pieces, 10% off", ["discount -10 % from 1000 piece <1000 pieces, 10% off>"]),
        ("3 and up", ["age 3+ <3 and up>"]),
        ("three years and older", ["age 3+ <three years and older>"]),
        ("3 years old and up", ["age 3+ <3 years old and up>"]),
        ("3+ years old", ["age 3+ <3+ years old>"]),
        ("ages 3 to 6", ["age 3-6 <ages 3 to 6>"]),
        ("between 3 and 6 years old", ["age 3-6 <between 3 and 6 years old>"]),
        ("for kids aged 3 and above", ["age 3+ <aged 3 and above>"]),
        ("model A203", ["model A203 <A203>"]),
        ("the model number is A-203", ["model A203 <A-203>"]),
        ("model A203B", ["model A203B <A203B>"]),
        ("A two oh three", ["? A203 <A two oh three>"]),
        ("item number 2031", ["model 2031 <2031>"]),
        ("item No. 2031", ["model 2031 <2031>"]),
        ("model number two oh three", ["model 203 <two oh three>"]),
        ("booth F3-21056", ["booth F3-21056 <F3-21056>"]),
        ("IP65", ["waterproof IP65 <IP65>"]),
        ("IP sixty-five", ["waterproof IP65 <IP sixty-five>"]),
        ("IP six eight", ["waterproof IP68 <IP six eight>"]),
        ("IPX7 waterproof", ["waterproof IPX7 <IPX7>"]),
        ("CE certified", ["certificates CE <CE>"]),
        ("CE, FCC and RoHS certified", ["certificates CE,FCC,RoHS <CE, FCC and RoHS>"]),
        ("it passed FDA and EN71 tests", ["certificates FDA,EN71 <FDA and EN71>"]),
        ("80 euro cents", ["price 0.8 EUR <80 euro cents>"]),
        ("18 yuan MOQ 100 pieces", ["price 18 CNY <18 yuan>", "moq 100 piece <100 pieces>"]),
        ("we sell it for $5 but others sell it for $8", ["price 5 USD <$5>", "? 8 USD <$8>"]),
        (
            "sample 3 days production 20 days",
            ["sample_time 3 day <3 days>", "lead_time 20 day <20 days>"],
        ),
        (
            "24 pieces in a carton, 5 cartons minimum",
            ["carton_quantity 24 piece <24 pieces>", "moq 5 carton <5 cartons>"],
        ),
        (
            "the deposit is 30% and the lead time is 30 days",
            ["deposit 30 % <30%>", "lead_time 30 day <30 days>"],
        ),
        # Several at once.
        (
            "The price is eighteen yuan fifty the MOQ is a hundred pieces the lead time is 7 days",
            [
                "price 18.5 CNY <eighteen yuan fifty>",
                "moq 100 piece <a hundred pieces>",
                "lead_time 7 day <7 days>",
            ],
        ),
        (
            "2 years warranty 7 days lead time 100 pieces MOQ 18.5 yuan price",
            [
                "warranty 2 year <2 years>",
                "lead_time 7 day <7 days>",
                "moq 100 piece <100 pieces>",
                "price 18.5 CNY <18.5 yuan>",
            ],
        ),
        ("18 yuan, 50 pieces minimum", ["price 18 CNY <18 yuan>", "moq 50 piece <50 pieces>"]),
        ("$5 - MOQ 100 pieces", ["price 5 USD <$5>", "moq 100 piece <100 pieces>"]),
    ],
)
def test_what_is_read(said: str, expected: list[str]) -> None:
    assert readings(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        # Not exact.
        "about 100 pieces", "around $5", "approximately 500 grams", "almost 100 pieces minimum",
        "nearly 20 yuan", "some 100 pieces", "a few hundred pieces",
        "several thousand pieces in stock", "a couple of dollars", "dozens of colors",
        "hundreds of pieces", "over 100 pieces", "more than 20 colors", "above $5",
        "less than 20 yuan", "under 20 dollars", "no more than 100 pieces", "up to 12 hours",
        "at most 7 days", "7 days at most", "as low as $5", "starting at $5", "from 12 yuan",
        "maximum 100 pieces", "100+ pieces", "100-odd pieces", "100 pieces plus", "$5 or so",
        "$5-ish", "$5 and up", "12 hours or more", "at least 12 hours", "within a week",
        "approx. 100 pieces", "~100 pieces", "2 or 3 days", "two three days", "7, 8 days",
        "12, 15 yuan", "$12 or $15", "100 pieces or 200 pieces", "two to three hundred pieces",
        "15 to 12 yuan", "from 20 yuan down to 15 yuan", "the first 100 pieces",
        "another 100 pieces", "every 100 pieces", "maybe 100 pieces",
        # Negative.
        "it's not $5", "we don't have 100 pieces", "the MOQ isn't 100 pieces", "no 7 days",
        "minus 20 degrees Celsius", "-20 yuan",
        # Numbers that run into each other.
        "18 yuan 50 pieces minimum", "18 yuan 5", "18 yuan 100 pieces", "$2 50", "$2.50 cents",
        "3 dollars and fifty", "$10 for three", "three for ten dollars", "two fifty",
        "eighteen fifty yuan", "nineteen ninety-nine", "one two three pieces", "5 100 pieces",
        "18,5 yuan", "ABS100 pieces",
        # Parts of a whole.
        "1 year and 3 months warranty", "12 hours 30 minutes", "5 feet 6 inches",
        "30 centimeters by 20 inches", "30 by 45", "34 times 75", "1920 x 1080 pixels",
        "7 days to 2 weeks", "15 working days lead time", "8 hours a day", "$5 per 100 pieces",
        "$5 per hundred",
        # Words that hold a number.
        "one piece", "one of our colors", "1,000 piece puzzle", "24-pack", "two-color printing",
        "3 in 1", "two-in-one", "one by one", "24/7 service", "a three-star hotel",
        "5 times stronger", "200 workers", "12 production lines", "we export to 50 countries",
        "304 stainless steel", "40-foot container", "tons of colors",
        # Names, dates, codes.
        "3D printing", "5G phone", "4K screen", "MP3 player", "USB 3.0", "A2", "A203-5",
        "model X30 Pro", "IP69K", "2024", "2024-05-01", "May 3rd", "10:30", "13800138000",
        "138 0013 8000", "rotates 360 degrees", "2.4 GHz", "5 pounds", "20 ounces",
        "20 Hong Kong dollars", "HK$20", "for three-year-olds", "6 months and up", "100 and up",
        "3+ years of experience", "CE is pending", "we have no CE certificate",
        "our factory is BSCI certified",
        # Denied after it is said.
        "100 pieces is not the MOQ", "$5 isn't our price", "you cannot buy 100 pieces minimum",
    ],
)  # fmt: skip
def test_what_is_not_read(said: str) -> None:
    assert readings(said) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # Other prices than the merchant's own.
        ("other people sell it for 30 yuan", ["? 30 CNY <30 yuan>"]),
        ("others sell it for $8 and we sell it for $5", ["? 8 USD <$8>", "price 5 USD <$5>"]),
        (
            "market price is 36 yuan, our price is 18 yuan",
            ["? 36 CNY <36 yuan>", "price 18 CNY <18 yuan>"],
        ),
        ("it used to be $10, now it's $8", ["? 10 USD <$10>", "price 8 USD <$8>"]),
        ("the original price is 50 yuan", ["? 50 CNY <50 yuan>"]),
        ("it sells for $30 in stores", ["? 30 USD <$30>"]),
        ("you can sell it for $30", ["? 30 USD <$30>"]),
        ("the shipping cost is $2", ["? 2 USD <$2>"]),
        ("$5 each shipping is $2", ["price 5 USD <$5 each>", "? 2 USD <$2>"]),
        ("the mold fee is $500", ["? 500 USD <$500>"]),
        ("add 2 dollars for printing", ["? 2 USD <2 dollars>"]),
        ("2 yuan cheaper", ["? 2 CNY <2 yuan>"]),
        ("save $5", ["? 5 USD <$5>"]),
        ("a gift worth $20", ["? 20 USD <$20>"]),
        ("our cost is $10", ["? 10 USD <$10>"]),
        ("the total is $500", ["? 500 USD <$500>"]),
        ("minimum order is $500", ["? 500 USD <$500>"]),
        ("our turnover is 5 million dollars", ["? 5000000 USD <5 million dollars>"]),
        ("the small one is 20 yuan", ["? 20 CNY <20 yuan>"]),
        ("Is it $5?", ["? 5 USD <$5>"]),
        ("How much? $30? No, only $18.", ["? 30 USD <$30>", "price 18 USD <$18>"]),
        # Prices that hold from a quantity on.
        ("15 yuan if you take 1000", ["? 15 CNY <15 yuan>"]),
        ("15 yuan if you take 1000 pieces", ["? 15 CNY <15 yuan>", "? 1000 piece <1000 pieces>"]),
        ("for 1000 pieces, it's $15", ["? 1000 piece <1000 pieces>", "? 15 USD <$15>"]),
        ("1000 pieces 15 yuan each", ["? 1000 piece <1000 pieces>", "? 15 CNY <15 yuan each>"]),
        ("$5 each for 1000 pieces", ["? 5 USD <$5 each>", "? 1000 piece <1000 pieces>"]),
        (
            "if you order 1000 pieces the price is 15 yuan",
            ["? 1000 piece <1000 pieces>", "? 15 CNY <15 yuan>"],
        ),
        ("$5 for big orders", ["? 5 USD <$5>"]),
        (
            "The wholesale price for 12 pieces is 18 yuan",
            ["? 12 piece <12 pieces>", "? 18 CNY <18 yuan>"],
        ),
        ("A set of six is 36 yuan.", ["pieces_per_set 6 piece <six>", "? 36 CNY <36 yuan>"]),
        ("36 yuan by the dozen", ["? 36 CNY <36 yuan>"]),
        ("100 pieces for $200", ["? 100 piece <100 pieces>"]),
        # Numbers of other things.
        ("100 pieces", ["? 100 piece <100 pieces>"]),
        ("200 people work here", ["? 200 person <200 people>"]),
        ("We make 10,000 pieces a day", ["? 10000 piece <10,000 pieces>"]),
        ("We sell 10,000 pieces a month", ["? 10000 piece <10,000 pieces>"]),
        ("100 pieces per color", ["? 100 piece <100 pieces>"]),
        ("MOQ is 100 pieces per color", ["? 100 piece <100 pieces>"]),
        ("12 bottles per case", ["? 12 bottle <12 bottles>"]),
        ("12 pieces per box", ["? 12 piece <12 pieces>"]),
        ("The minimum for custom logo is 500 pieces", ["? 500 piece <500 pieces>"]),
        ("500 styles", ["? 500 style <500 styles>"]),
        # Times of other things.
        ("7 days", ["? 7 day <7 days>"]),
        ("we have been doing this for 20 years", ["? 20 year <20 years>"]),
        ("20 years of experience", ["? 20 year <20 years>"]),
        ("we've been making samples for 20 years", ["? 20 year <20 years>"]),
        ("7 days return", ["? 7 day <7 days>"]),
        ("30-day money back", ["? 30 day <30-day>"]),
        ("24-hour service", ["? 24 hour <24-hour>"]),
        ("the exhibition is 5 days", ["? 5 day <5 days>"]),
        ("ice is ready in 2 hours", ["? 2 hour <2 hours>"]),
        ("hot and cold for 24 hours", ["? 24 hour <24 hours>"]),
        (
            "charge for 5 minutes and use for 3 hours",
            ["? 5 minute <5 minutes>", "? 3 hour <3 hours>"],
        ),
        # Weights, shares and sizes of other things.
        ("it bears 100 kilos", ["? 100 mass-kilogram <100 kilos>"]),
        ("it can hold 5 kilos", ["? 5 mass-kilogram <5 kilos>"]),
        ("gross weight 14 kilos per carton", ["? 14 mass-kilogram <14 kilos>"]),
        ("equivalent to 100 watts", ["? 100 power-watt <100 watts>"]),
        ("a 3.7 volt battery", ["? 3.7 electric-volt <3.7 volt>"]),
        ("the lid is 8 centimeters in diameter", ["? 8 length-centimeter <8 centimeters>"]),
        (
            "packaging size 30 by 20 centimeters",
            ["? 30 x 20 length-centimeter <30 by 20 centimeters>"],
        ),
        ("our booth is 3 by 3 meters", ["? 3 x 3 length-meter <3 by 3 meters>"]),
        ("95% of our customers", ["? 95 % <95%>"]),
        ("100% satisfaction", ["? 100 % <100%>"]),
        ("5% cheaper", ["? 5 % <5%>"]),
        ("10% off your first order", ["? -10 % <10% off>"]),
        ("For the first 50 customers, we give a 10% discount.", ["? -10 % <10% discount>"]),
        ("A203", ["? A203 <A203>"]),
        ("this model is made of SUS304", ["? SUS304 <SUS304>"]),
        # Limits that stand elsewhere in the sentence.
        (
            "The carton holds two hundred pieces and weighs eleven kilograms.",
            [
                "carton_quantity 200 piece <two hundred pieces>",
                "? 11 mass-kilogram <eleven kilograms>",
            ],
        ),
        ("We do OEM, minimum 1,000 pieces", ["? 1000 piece <1,000 pieces>"]),
        ("Spend over $1,000 and get 5% off", ["? -5 % <5% off>"]),
        ("Full container: 3% off.", ["? -3 % <3% off>"]),
        ("Price for one set, 39 yuan.", ["? 39 CNY <39 yuan>"]),
        (
            "two dollars for small three dollars for big",
            ["? 2 USD <two dollars>", "? 3 USD <three dollars>"],
        ),
        (
            "50 dollars for sample and 3 days to make it",
            ["sample_fee 50 USD <50 dollars>", "? 3 day <3 days>"],
        ),
        (
            "3 cartons minimum which is 72 pieces",
            ["moq 3 carton <3 cartons>", "? 72 piece <72 pieces>"],
        ),
        ("the price difference is 2 yuan", ["? 2 CNY <2 yuan>"]),
        ("it costs $3 to make", ["? 3 USD <$3>"]),
    ],
)
def test_a_value_of_something_else_has_no_role(said: str, expected: list[str]) -> None:
    assert readings(said) == expected


def test_a_whole_pitch() -> None:
    segments = [
        heard(" Hello everyone, welcome to our booth in Yiwu.", index=0),
        heard(
            " This is our 304 stainless steel flask, 500 milliliters, it keeps drinks hot for "
            "12 hours and cold for 24 hours.",
            index=1,
        ),
        heard(" We have 8 colors, 24 pieces per carton, carton size 60 by 40 by 35 cm.", index=2),
        heard(" It's $2.50 each, minimum order 100 pieces, 5% off from 10,000 pieces.", index=3),
        heard(" Others sell it for $4, but we are the factory.", index=4),
        heard(" Samples ship in 3 days, mass production takes 7 to 10 days.", index=5),
        heard(" It's CE and FCC certified, one year warranty, model A203.", index=6),
        heard(" We've been doing this for 20 years, so come and see us!", index=7),
    ]
    assert [(r.mention.segment, shown(r)) for r in read_english(segments)] == [
        (1, "capacity 500 volume-milliliter <500 milliliters>"),
        (1, "keeps_hot 12 hour <12 hours>"),
        (1, "keeps_cold 24 hour <24 hours>"),
        (2, "colors 8 color <8 colors>"),
        (2, "carton_quantity 24 piece <24 pieces>"),
        (2, "carton_size 60 x 40 x 35 length-centimeter <60 by 40 by 35 cm>"),
        (3, "price 2.50 USD <$2.50 each>"),
        (3, "moq 100 piece <100 pieces>"),
        (3, "discount -5 % from 10000 piece <5% off from 10,000 pieces>"),
        (4, "? 4 USD <$4>"),
        (5, "sample_time 3 day <3 days>"),
        (5, "lead_time 7-10 day <7 to 10 days>"),
        (6, "certificates CE,FCC <CE and FCC>"),
        (6, "warranty 1 year <one year>"),
        (6, "model A203 <A203>"),
        (7, "? 20 year <20 years>"),
    ]


# --- where and when it was said ------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "18 yuan | 50 pieces minimum",
            ["price 18 CNY <18 yuan>", "moq 50 piece <50 pieces>"],
        ),
        ("18 yuan 50 pieces minimum", []),
        ("18 yuan 50 | pieces minimum", []),
        ("18 yuan | 50", []),
        (
            "eighteen yuan fifty | MOQ 100 sets",
            ["price 18.5 CNY <eighteen yuan fifty>", "moq 100 set <100 sets>"],
        ),
        ("18 yuan 50", ["price 18.5 CNY <18 yuan 50>"]),
        ("3 pieces 10 dollars", ["? 3 piece <3 pieces>"]),
    ],
)
def test_a_pause_tells_numbers_apart(said: str, expected: list[str]) -> None:
    assert [shown(reading) for reading in read_english([spoken(said)])] == expected


@pytest.mark.parametrize(("pause_ms", "read"), [(99, 0), (100, 2)])
def test_a_pause_is_a_tenth_of_a_second(pause_ms: int, read: int) -> None:
    segment = spoken("18 yuan | 50 pieces minimum", pause_ms=pause_ms)
    assert len(read_english([segment])) == read


def test_a_mention_has_the_time_of_its_words() -> None:
    segment = spoken("The price is eighteen yuan fifty | MOQ is 100 pieces")
    assert [reading.mention for reading in read_english([segment])] == [
        Mention(
            segment=0,
            start=14,
            end=33,
            text="eighteen yuan fifty",
            span=Span(start_ms=600, end_ms=1200),
        ),
        Mention(
            segment=0, start=41, end=51, text="100 pieces", span=Span(start_ms=1900, end_ms=2300)
        ),
    ]


# --- clauses that nobody vouches for -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("the price is $5", True),
        ("eighteen yuan", True),
        ("eighteen fifty", True),
        ("fifteen if you take a thousand", True),
        ("a hundred pieces", True),
        ("hundreds of pieces", True),
        ("several colors", True),
        ("a few dollars", True),
        ("a couple of days", True),
        ("half a liter", True),
        ("half price", True),
        ("a year and a half", True),
        ("one-year warranty", True),
        ("ten percent off", True),
        ("a dozen", True),
        ("three and up", True),
        ("A203", True),
        ("A two oh three", True),
        ("this one is good", False),
        ("one piece", False),
        ("one of our best products", False),
        ("let me show you our new flask", False),
        ("both of them are good", False),
        ("first of all, welcome", False),
        ("oh my friend", False),
        ("half of them", False),
        ("", False),
    ],
)
def test_a_clause_that_states_a_number(text: str, stated: bool) -> None:
    assert states_number_english(text) == stated


# --- numerals ------------------------------------------------------------------------------


def numeral(text: str) -> Decimal | None:
    """The value of a text that is one numeral, all of it."""
    tokens = tokenize(text)
    number = read_number(tokens, 0)
    return number.value if number and number.hi == len(tokens) else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("zero", 0), ("seven", 7), ("twelve", 12), ("twenty-one", 21), ("twenty one", 21),
        ("hundred", 100), ("a hundred", 100), ("hundred and twenty", 120),
        ("one hundred twenty", 120), ("a hundred and five", 105), ("twelve hundred", 1200),
        ("twenty-five hundred and fifty", 2550), ("a thousand", 1000), ("two thousand five", 2005),
        ("two thousand and five", 2005), ("one thousand two hundred", 1200),
        ("ten thousand five hundred", 10500), ("a hundred and two thousand", 102000),
        ("one million two hundred thousand", 1_200_000), ("two hundreds", 200),
        ("five thousands", 5000), ("one point five", "1.5"), ("two point oh five", "2.05"),
        ("zero point five", "0.5"), ("oh point five", "0.5"), ("2 point 5", "2.5"),
        ("one point five million", 1_500_000), ("twenty-two point five", "22.5"),
        ("two and a half", "2.5"), ("two and half", "2.5"), ("one and a quarter", "1.25"),
        ("two and a half million", 2_500_000), ("2½", "2.5"), ("½", "0.5"), ("1/2", "0.5"),
        ("2 1/2", "2.5"), ("3/4", "0.75"), ("1,000", 1000), ("1,000.5", "1000.5"), (".5", "0.5"),
        ("10k", 10000), ("1.5K", 1500), ("10 thousand", 10000), ("1.5 million", 1_500_000),
        ("2 hundred", 200), ("2 hundred and 50", 250), ("10 thousand 500", 10500), ("2.50", "2.5"),
    ],
)  # fmt: skip
def test_numerals(text: str, value: int | str) -> None:
    assert numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "two fifty", "nineteen ninety-nine", "twenty twenty", "one two three", "two three",
        "100 200", "1 000", "18,5", "1,00", "2.5.1", "2024-05-01", "10:30", "24/7", "1/3", "5/4",
        "hundreds", "thousands", "twenty hundred", "one hundred hundred", "thousand thousand",
        "one hundred and two hundred", "one thousand two thousand", "twelve hundred thousand",
        "two point twenty five", "two point five five hundred", "point five", "1.5 hundred",
        "one thousand and two hundred", "a hundred a", "one zero", "1,000k", "5 k 5",
        "one " * 16, "1" * 16,
    ],
)  # fmt: skip
def test_what_is_no_numeral(text: str) -> None:
    assert numeral(text) is None


_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def below_hundred(number: int, hyphen: str) -> str:
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"{hyphen}{_SMALL[ones]}" if ones else "")


def written_out(number: int, *, joined: str, hyphen: str) -> str:
    """A number below a billion in words; `joined` stands after a hundred or a thousand: " and "."""
    for power, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= power:
            high, low = divmod(number, power)
            text = f"{written_out(high, joined=joined, hyphen=hyphen)} {name}"
            if not low:
                return text
            gap = joined if low < 100 else " "
            return text + gap + written_out(low, joined=joined, hyphen=hyphen)
    return below_hundred(number, hyphen)


@settings(max_examples=400, deadline=None)
@given(
    number=st.one_of(st.integers(0, 2000), st.integers(0, 999_999_999)),
    data=st.data(),
)
def test_every_number_is_read_in_each_of_its_forms(number: int, data: st.DataObject) -> None:
    joined = data.draw(st.sampled_from([" ", " and "]))
    hyphen = data.draw(st.sampled_from(["-", " "]))
    full = written_out(number, joined=joined, hyphen=hyphen)
    forms = [full, full.upper(), f"{number}", f"{number:,}"]
    if full.startswith(("one hundred", "one thousand", "one million")):
        forms += [full.replace("one", "a", 1), full.removeprefix("one ")]
    high, low = divmod(number, 100)
    if 10 < high < 100 and high % 10:
        rest = joined + below_hundred(low, hyphen) if low else ""
        forms.append(f"{below_hundred(high, hyphen)} hundred{rest}")
    if number and number % 1000 == 0 and number < 1_000_000:
        forms += [f"{number // 1000}k", f"{number // 1000} thousand"]
    form = data.draw(st.sampled_from(forms))
    if len(form.split()) + form.count("-") <= 15:
        assert numeral(form) == number, form


@settings(max_examples=200, deadline=None)
@given(whole=st.integers(0, 99_999), decimals=st.text("0123456789", min_size=1, max_size=4),
       oh=st.sampled_from(["zero", "oh"]))  # fmt: skip
def test_every_decimal_is_read_as_it_is_said(whole: int, decimals: str, oh: str) -> None:
    digits = " ".join(oh if digit == "0" else _SMALL[int(digit)] for digit in decimals)
    said = f"{written_out(whole, joined=' and ', hyphen='-')} point {digits}"
    assert numeral(said) == Decimal(f"{whole}.{decimals}")
    assert numeral(f"{whole}.{decimals}") == Decimal(f"{whole}.{decimals}")


@settings(max_examples=200, deadline=None)
@given(yuan=st.integers(1, 9999), cents=st.integers(10, 99), low=st.integers(1, 500))
def test_every_price_is_read_in_each_of_its_forms(yuan: int, cents: int, low: int) -> None:
    words = written_out(yuan, joined=" and ", hyphen="-")
    amount = Decimal(yuan) + Decimal(cents) / 100
    for said in (
        f"{words} yuan {below_hundred(cents, '-')}",
        f"{yuan:,}.{cents} yuan",
        f"{yuan} yuan and {cents} cents",
    ):
        [reading] = read_english([heard(said)])
        assert reading.value == Money(amount=amount, currency="CNY"), said
    [reading] = read_english([heard(f"{low} to {low + yuan} yuan per pair")])
    assert reading.value == Money(
        amount=Decimal(low), high=Decimal(low + yuan), currency="CNY", per="pair"
    )


@settings(max_examples=100, deadline=None)
@given(pieces=st.integers(2, 999_999_999), word=st.sampled_from(["about", "over", "up to"]))
def test_every_quantity_is_read_only_when_it_is_exact(pieces: int, word: str) -> None:
    words = written_out(pieces, joined=" and ", hyphen="-")
    if len(words.split()) + words.count("-") > 15:
        return
    [reading] = read_english([heard(f"The minimum order is {words} pieces.")])
    assert (reading.key, reading.value) == ("moq", Count(amount=Decimal(pieces), unit="piece"))
    assert reading.mention.text == f"{words} pieces"
    assert read_english([heard(f"The minimum order is {word} {words} pieces.")]) == ()


def test_digits_said_one_by_one() -> None:
    assert [
        read_digits(tokenize(text), 0) for text in ("two oh three", "six-five", "seven pieces")
    ] == [("203", 3), ("65", 3), ("7", 1)]


# --- whatever is said ----------------------------------------------------------------------

_VOCABULARY = (
    "one two five ten fifteen twenty thirty hundred thousand million and a an half point oh 5 18"
    " 100 1,000 2.5 .5 3 1/2 yuan dollars $ US$ RMB cents each per piece pieces set dozen carton to"
    " - x by times % percent off discount from for MOQ minimum price wholesale sample lead time"
    " days years old up and older hours milliliters mAh watts cm kg A203 A IP IP65 CE FCC model"
    " number booth is , . ? ! about at least within hot cold not no between or + k ' / : ½ ° 。 é"
)
_SAID = st.lists(
    st.tuples(st.sampled_from(["", " ", " ", " ", "\n"]), st.sampled_from(_VOCABULARY.split())),
    max_size=14,
).map(lambda parts: "".join(space + word for space, word in parts))


@settings(max_examples=600, deadline=None)
@given(said=st.one_of(_SAID, st.text(max_size=20)))
@example(said="5 US$ a pieces US$ .5")
@example(said="İ $5 each")
def test_any_text_is_read_without_an_error(said: str) -> None:
    states_number_english(said)
    end = 0
    for reading in read_english([heard(said)]):
        place = reading.mention
        assert end <= place.start < place.end <= len(said)
        assert said[place.start : place.end] == place.text
        assert reading.key is None or reading.value.kind in KEYS[reading.key].kinds
        end = place.end


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("1" * 3000 + " pieces", 0),
        ("hundred " * 1500, 0),
        ("1,1" * 1000, 0),
        ("18 yuan 50 " * 400, 0),
        ("price is $5, " * 500, 500),
        ("A-1-" * 800, 0),
        ("if you order 5 pieces $5 " * 300, 300),
        ("1 x " * 900 + "5 cm", 0),
    ],
)
def test_a_text_without_end_is_read(said: str, values: int) -> None:
    assert len(read_english([heard(said)])) == values
    assert states_number_english(said)
