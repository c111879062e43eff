"""Words of Chinese speech that say whose a value is: a part's, another product's, a customer's.

Each theme is searched for in the clause before a value; a word of `OURS` after it makes the value
the merchant's own again. A new wording is one more word in one of the themes.
"""

from __future__ import annotations

BRANDING = "[印刻贴打绣烫做](?:[您你上个]|自己|客户)*的?(?:logo|标|字|牌子|商标|名字)"
"""The buyer's own mark on the goods, which costs more, and time."""

PARTS = (
    "(?:镜[腿片]|鼻托|手柄|[提拉]?把手|把儿|[提拎]手|[肩背绑]带|踏板|脚踏|帽[檐围]|吸管|鞋?跟|鞋[底面垫]|[袜裤]脚"
    "|袖[子口]?|领[口子]|下摆|口袋|内袋|夹层|隔层|插头|充电头|适配器|充电器|电源线|遥控器|指示灯|按键|电池仓盖?|电池盖"
    "|底[座盘板托]|[盖背门层隔侧面挡]板|台面|靠背|坐垫|扶手|[桌椅凳柜床架]腿|腿管|[钢铁腿]管|管子"
    "|刀刃|刃|刀[柄座架]|(?<![手刀勺铲])柄|锁[梁芯]|灯[罩珠头]|[车脚滚]轮|轮[子胎]|[瓶壶]口|[壶喷]嘴|[瓶杯壶锅]?盖子|[瓶杯壶锅]盖|瓶塞"
    "|内[胆衬里]|里[衬布]|衬里|滤[网芯]|花洒|喷头|奶嘴|尾巴|[勺铲刷刀锤梳钻批笔]头|[杯奶瓶]刷|扣子|纽扣|拉[链头]|夹子|支架"
    "|标签|吊牌|贴纸|说明书|[配送附搭赠带][的个]|配(?=[两一二三四五六七八九\\d]))"
)
"""Parts and accessories of a product, whose measures are not its own."""

OTHER_GOODS = (
    "别人|人家|隔壁|同行|别家|别处|别的|其他|其它|他们|[他她]家|那家|对面|旁边|网上|市面|外面的|一般的|普通的?|(?<![所没])有的(?!是)|有些|有人"
    "|那款|[大小]的?那[个款种]|那[个款种][大小贵便铁塑]|(?:旁边|另外?)那|另外?一?[款种]|另外的|还有一?[款种]"
    "|大牌|杂牌|山寨|虚标|店里(?!现在)|超市里|超市那|矿泉水|一瓶水|可乐|牛奶|老灯泡|白炽灯|节能灯|手机(?=充满)"
)
"""Another seller's, or another product."""
OTHER_TIMES = (
    "以前|之前|原来(?!是)|原先|早先|早[几些]年|过去|从前|当初|去年|前[年几两]|往年|上一?[代版批]|第[一二]代|[旧老]的?[版款模]|头一版"
    "|明年|后年|将来|下一?[代版批]|打算|计划|准备上"
)
CUSTOMERS = (
    "[您你]们?(?:刚才?|刚刚|上回)(?:说|问|要|讲|看)|[您你]们?说要|[您你]们?那边|[您你]们?家|客户|客人"
    "|(?:老板|大姐|大哥|阿姨|先生)(?:[您你他她])?(?:说|要)|[您你]说[您你]"
    "|[我他她](?:家)?(?:儿子|女儿|闺女|孩子|老婆|媳妇|老公|太太|妈|爸|丈母娘|婆婆|娃|小孙子)|我个子|个子|(?<![篮瓶杯壶机车箱盒罐锅灯表筒桶包袋伞碗盆座鞋柜床])身高|脚长|体重"
)
"""What somebody else asked for, has or is."""
FOLDED = (
    "折起来|折叠(?:[后好了]|以后|之后|起来)|[收叠合卷压缩]起来|[收卷叠折合压](?:拢|好|紧|小|扁|成)(?:了|后|以后)?|压缩(?:[后好了]|以后)"
    "|收纳(?:[后好了]|以后)|缩到|缩成|收到底"
)
"""Of what is smaller then than in use."""
SHOWN = (
    "我[再就来现刚给您你]{0,3}(?:倒|录|烧|泡|浸|踩|砸|摔|放|试|测|拎|冻|蹲|站|挂)|[拿用][^#，。]{0,4}(?:烧|烤|砸|摔|踩|泡|冻)|火烧"
    "|倒(?:了|进|入)?(?:一[杯壶桶])?(?=#)|挤|每[次滴喷]"
)
"""Done at the booth to show something, or with each use."""
PLACES = "(?:迪拜|美国|俄罗斯|韩国|日本)|[A-Z\\d一二三四五六七八九]区|[楼馆厅街]|厂房|车间|我这摊|摊位|展位|工位"

GOODS = ("measure", "size", "count", "code", "percent", "duration", "age")
THEMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (PARTS, ("measure", "size", "percent")),
    (f"{PARTS}[^#，。]{{0,3}}", ("count",)),
    (OTHER_GOODS, GOODS),
    (OTHER_TIMES, GOODS),
    (CUSTOMERS, ("measure", "size", "code", "percent", "age")),
    (FOLDED, ("measure", "size")),
    (SHOWN, ("measure", "duration")),
    (PLACES, ("size", "measure")),
)
"""Words, and the kinds of value that they veto."""

ONE_OF_SEVERAL = "最[大小长短宽窄高矮厚薄](?:的|号)?(?:那|一)?(?:[个只条款件把块张种口根]|的|号)"
"""The largest of several sizes, whose measures are not those of every piece."""
PER_MODEL = "每款|每个款|一款|一个款|单款|每样"
PER_STYLE = f"{PER_MODEL}|每个颜色|每种颜色|每色|单色|一个颜色|每个码|一色|同色"
"""The least order of one color or style; it is the least order where no other is named."""

RESALE = (
    "(?<!给)(?:您|你|客户|客人|人)(?:能|可以|再|去|拿去|去)*卖|拿?回去(?:能|可以|再)*卖?"
    "|转手|终端|倒手"
)
"""What the buyer may sell for: no price of the merchant's, but perhaps the retail price."""

SHOPS = "超市|商超|商场|专柜|专卖店|门店|实体店|店里|市场零售|市场(?:价|上|里|卖|零售)|市面"
NOT_FOREIGN = {"colors": PER_MODEL, "sizes": PER_MODEL, "retail_price": f"{RESALE}|{SHOPS}"}
"""What makes other values foreign, but not these: 每款三个颜色, 您零售卖一百二."""

VETO: dict[str, str] = {
    "money": (
        f"{BRANDING}|熟客|熟人|老客|老主顾|老朋友|回头客|常客|大客|代理|同乡|老乡|亲戚"
        "|另外?[算收付计]|单独?算|自理|自付|可以谈|能谈|谈到|量[到上过]|给(?:外贸|客户|超市|代理|经销商|批发商)|上市|刚出来"
        "|前几年|早些年|早几年|便宜的|贵的|小号的?|中号的?|大号的?|带盖的?|另一"
        "|还有一?[种款]|作坊|小厂|杂牌|也敢|敢报|敢卖|地摊|山寨|仿的|便宜货|二等品|次品"
        "|有的厂|有些厂|别的厂|其他厂|店(?:里|家|都|要)?卖|店里|商店|有人|昨天|前天|上次"
        "|上回|问我|别人|人家|隔壁|同行|外面|外头|外边|市面|市场(?:价|上|里|卖|零售)|网上"
        "|网店|网购|淘宝|天猫|京东|拼多多|抖音|亚马逊|商场|超市|专柜|专卖店|实体店"
        "|店里|大牌|品牌店|别家|别处|别的|其他家?|其它|他们|对面|那边|那家|国外|海外|美国"
        "|欧洲|日本|欧美|老外|原价|原来|以前|之前|早先|去年|前年|往年|上个月|上半年"
        "|年初|当时|那时|那会儿|过去|本来|原先|从前|成本(?!价)|进货?价|老款|旧款|一年|一个月|本钱|料钱"
        f"|{RESALE}"
        "|利润|毛利|吊牌|标价|营业额|销售额|产值|投资|押金|罚|红包|总共|一共|合计|总价"
        "|货款|量大|量多|多拿|大单|大批量|整柜|走柜|一个柜|要得多|拿得多|订得多|老客户"
        "|会员|返单|再便宜|再少|最低(?!价)|最便宜|最贵|以[上下]|超过|加急|含税开票要|另外加"
        "|至少|起码|少说|定制|印logo|印LOGO|贴牌|刻字|换包装|加印"
        "|[拿订定要买上走进](?:够|到|个|上"
        "|了)*[几十百千万多来好]+[个件套只条把双箱打支台盒]"
    ),
    "count": (
        f"{BRANDING}|样[品机板衣][^#，。]{{0,2}}|熟客|老客|回头客|代理|定制|定做|订做|订制|定织|定染|印[图您你]|绣花"
        "|贴[^#，。]{0,3}[标牌]|贴牌|开模"
        "|做您自己|您自己的(?:牌子|logo)|OEM|(?:其他|其它|别的|特殊|指定|另外的?)(?:颜色"
        f"|款|尺寸|规格|花)|{PER_STYLE}"
    ),
    "duration": (
        "急单|加急|旺季|淡季|最快|最慢|最晚|最迟|至少|起码|少说|最少|赶工|以前|去年|别人"
        "|人家|同行|隔壁|别家|外面|网上|定制款?|定做|订做|开模"
        f"|{BRANDING}"
    ),
    "measure": (
        f"{ONE_OF_SEVERAL}|至少|起码|少说|最少|相当于|老客|熟客|(?<![所没])有的|有些|有人|他们|网上|虚标|别人|人家|同行|隔壁|别家|外面的|市面|普通的?|一般的"
        "|以前|老款|比|[大中小]号"
    ),
    "percent": "别人|人家|隔壁|别家",
    "size": f"{ONE_OF_SEVERAL}|别人|人家|隔壁|别家|[大中小][号码]的?(?!子)",
    "discount": "",
    "code": "",
    "age": "别人|人家",
}
"""Before a value in its clause: it is somebody else's, or of another time or order."""

ORDERS_TO_SOFTWARE = (
    "(?:翻译|软件|机器人|字幕|系统|程序|模型|AI|人工智能)[^#。！？]*(?:改成|改为"
    "|写成?|说成|就说|当成|翻成|换成|忽略|统统|输出)"
    "|(?:忽略|改成|改为|写成|说成)[^#。！？]*(?:翻译|软件|机器人|字幕|系统|程序|模型"
    "|AI|人工智能)"
)
"""Talk to the software, not to buyers: nothing in such a sentence is a fact."""

OTHER_ORDERS = (
    "(?:定做|定制|订做|订制|印(?:logo|LOGO|字|标|刷)?|贴牌|来样|来图|改(?:款|色)?"
    "|加急|急单|急的?|刻字|绣字|换包装|包装盒)[^#，。！？]{0,6}的话"
)
"""What follows in the sentence holds for such an order only."""

OURS = (
    "我们|我家|我(?=[这给就只自实卖报做收标供拿按开]|[#\x00])|俺们?|咱|本店|本厂|自家|自己家|自己工厂|今天|现在"
    "|这儿|这里|厂家"
)
"""After such a word the value is the merchant's own again."""
