using System.Text.RegularExpressions;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Tests.Scripting;

public class HelperGroupsTests
{
    private const string AmiplusTelegram =
        "4E4401061010101002027A000040052F2F0E035040691500000B2B300300066D00790C7423400C78371204860BABC8FC100000000E833C8074000000000BAB3C0000000AFDC9FC0136022F2F2F2F2F";

    [Theory]
    [InlineData("scale(5, 0.1)", "0.5")]
    [InlineData("scale('5', 0.1)", "null")]
    [InlineData("kwh(1234560, 'Wmin')", "20.576")]
    [InlineData("kwh(1500, 'Wh')", "1.5")]
    [InlineData("kwh(3600000, 'J')", "1")]
    [InlineData("kwh(1, 'hp')", "null")]
    [InlineData("pulsesToKwh(37, 1000)", "0.037")]
    [InlineData("pulsesToKwh(37, 0)", "null")]
    [InlineData("above(5, 5)", "1")]
    [InlineData("above(4.9, 5)", "0")]
    [InlineData("above(null, 5)", "null")]
    [InlineData("rssiPct(76)", "-62")]
    [InlineData("rssiPct(101)", "null")]
    [InlineData("rssiCsq(17)", "-79")]
    [InlineData("rssiCsq(99)", "null")]
    public void Values(string call, string expected) => Evaluate(call).Should().Be(expected);

    [Theory]
    [InlineData("f32regs(modbusRtu(hex('010404449A51ECF346')).registers)", "1234.56")]
    [InlineData("modbusRtu(hex('010404449A51ECF346')).unit", "1")]
    [InlineData("f32(modbusRtu(hex('010404449A51ECF346')).data)", "1234.56")]
    [InlineData("modbusRtu(hex('018402C2C1')).error", "\"Modbus device 1 answered function 4 with exception 2, illegal data address\"")]
    [InlineData("modbusRtu(hex('010404C49A51ECF346')).error", "\"the CRC of the Modbus answer is wrong\"")]
    [InlineData("f32regs(modbusRtu(hex('0104')).registers)", "null")]
    [InlineData("modbusRtu('x')", "null")]
    [InlineData("modbusRtuAll(hex('010404449A51ECF346018402C2C101040C40C333333ECCCCCD3F0000006952')).map(a => a.registers.length)", "[2,6]")]
    [InlineData("modbusRtuAll(hex('010404C49A51ECF34601040C40C333333ECCCCCD3F0000006952')).map(a => a.registers.length)", "[6]")]
    [InlineData("modbusRtuAll([])", "[]")]
    [InlineData("modbusTcp(hex('000100000007010304449A51EC')).registers", "[17562,20972]")]
    [InlineData("modbusTcp([1]).error", "\"too short for a Modbus TCP answer\"")]
    public void Framing(string call, string expected) => Evaluate(call).Should().Be(expected);

    [Theory]
    [InlineData("tlv(hex('0683096600000374FFFF'), { '0683': { name: 'kwh', type: 'u32', order: 'le', scale: 0.5 }, '0374': { name: 'v', type: 'u16', not: 65535 } }, { tagBytes: 2, lengthBytes: 0 })",
        """{"kwh":13060.5,"v":null}""")]
    [InlineData("tlv(hex('03740930068309660000'), { '0683': { name: 'wh', type: 'u32', order: 'le' }, '0374': 2 }, { tagBytes: 2, lengthBytes: 0 })", """{"wh":26121}""")]
    [InlineData("tlv(hex('01020203050107'), { '02': { name: 'x', type: 'u8' } })", "{}")]
    [InlineData("tlv(hex('0102FFFF020105'), { '02': { name: 'x', type: 'u8' } })", """{"x":5}""")]
    [InlineData("tlv(hex('0102FFFF'), { '01': { name: 'x', type: 'u16', not: [1, 65535] } })", """{"x":null}""")]
    [InlineData("tlv([1], { '2': 1 })", "null")]
    [InlineData("tlv([1], { '02': { name: 'x', type: 'u24' } })", "null")]
    [InlineData("cayenneLpp(hex('03670110056700FF'))", """[{"channel":3,"name":"temperature","value":27.2},{"channel":5,"name":"temperature","value":25.5}]""")]
    [InlineData("cayenneLpp(hex('06710 4D2FB2E0000'.replace(' ', ''))).map(v => v.value)", "[1.234,-1.234,0]")]
    [InlineData("cayenneLpp(hex('01740BB8 027504D2 03760000C350 05800BB8 0683 0001E240 0782000004D2 0884010E')).map(v => [v.name, v.value])",
        """[["voltage",30],["current",1.234],["frequency",50000],["power",3000],["energy",123.456],["distance",1.234],["direction",270]]""")]
    [InlineData("cayenneLpp(hex('0164000000070278320379FFF6047D0190058565B9D3A0')).map(v => [v.name, v.value])",
        """[["genericSensor",7],["percentage",50],["altitude",-10],["concentration",400],["unixTime",1706677152]]""")]
    [InlineData("cayenneLpp(hex('0187FF8000028E01')).map(v => [v.channel, v.name, v.value])", """[[1,"red",255],[1,"green",128],[1,"blue",0],[2,"switch",1]]""")]
    [InlineData("cayenneLpp(hex('01FF00'))", "[]")]
    [InlineData("cayenneLpp(1)", "null")]
    public void Tags(string call, string expected) => Evaluate(call).Should().Be(expected);

    [Theory]
    [InlineData("mbus(hex('" + AmiplusTelegram + "')).map(r => r.quantity + r.modifier)", """["energy","power","dateTime","fabricationNumber","powerc8fc10","energy3c","power3c","voltagefc01"]""")]
    [InlineData("mbus(hex('" + AmiplusTelegram + "'))[0]", """{"quantity":"energy","unit":"Wh","value":15694050,"function":"instantaneous","storage":0,"tariff":0,"subunit":0,"modifier":""}""")]
    [InlineData("mbus(hex('" + AmiplusTelegram + "'))[7].value", "236")]
    [InlineData("mbus(hex('682828680801727856341224400102550000000e0350406915000042fd5b10278c1003341200000b2b3003f07916')).map(r => [r.quantity, r.value, r.storage, r.tariff])", """[["energy",15694050,0,0],["current",1000,1,0],["energy",1234,0,1],["power",-330,0,0]]""")]
    [InlineData("mbus(hex('682828680801727856341224400102550000000e0350406915000042fd5b10278c1003341200000b2b3003f00016'))", "null")] // checksum
    [InlineData("mbus(hex('682828680801727856341224400102550000000e'))", "null")]
    [InlineData("mbus(hex('4E4401061010101002027A000040051122' + '00'.repeat(62)))", "null")] // encrypted
    [InlineData("mbus([1, 2])", "null")]
    public void Meter_bus(string call, string expected) => Evaluate(call).Should().Be(expected);

    [Theory]
    [InlineData("json('{\"a\":[1]}').a", "[1]")]
    [InlineData("json('{\"a\":nan}')", "null")]
    [InlineData("json('{\"a\":nan,}', { lenient: true })", """{"a":null}""")]
    [InlineData("json(5)", "null")]
    [InlineData("csv('a;b\\n1;2', { separator: ';', header: true })", """[{"a":"1","b":"2"}]""")]
    [InlineData("csv('1,2')", """[["1","2"]]""")]
    [InlineData("csv('1', { separator: 'ab' })", "null")]
    [InlineData("keyValue('a=1 b=2').b", "\"2\"")]
    [InlineData("keyValue('a:1|b:2', { separator: '|', equals: ':' })", """{"a":"1","b":"2"}""")]
    [InlineData("keyValue('x')", "null")]
    [InlineData("lineProtocol('m,s=1 v=2i 5')[0].fields.v", "2")]
    [InlineData("lineProtocol('m')", "null")]
    [InlineData("xml('<a b=\"1\"><c>2</c></a>')", """{"a":{"@b":"1","c":"2"}}""")]
    [InlineData("xml('<a>')", "null")]
    [InlineData("xfind(xml('<m><r><P s=\"A\">1</P><P s=\"ALL\">7</P></r></m>'), \"//P[@s='ALL']\")", "\"7\"")]
    [InlineData("xfind(xml('<m><r><P s=\"ALL\">7</P></r></m>'), \"//P[@s='ALL']\")", "\"7\"")] // one is found as one of several is
    [InlineData("xfind(xml('<m><r><P s=\"A\">7</P></r></m>'), \"//P[@s='ALL']\")", "null")]
    [InlineData("xfind(xml('<m><a><n>1</n></a><a><n>2</n></a></m>'), '/m/a/n')", "\"1\"")]
    [InlineData("xfind(xml('<m><a/><a><n>2</n></a></m>'), '/m/a/n')", "\"2\"")]
    [InlineData("xfind(xml('<m><x><n>1</n></x></m>'), '/m/*/n')", "\"1\"")]
    [InlineData("xfind(xml('<m><n>1</n></m>'), '/n')", "null")]
    [InlineData("xfind(xml('<m id=\"4\"><n a=\"1\" b=\"2\"/></m>'), '/m/@id')", "\"4\"")]
    [InlineData("xfind(xml('<m id=\"4\"><n a=\"1\" b=\"2\"/></m>'), \"//n[@a='1'][@b]/@b\")", "\"2\"")]
    [InlineData("xfind(xml('<m><n a=\"1\"/></m>'), '//n')", "\"\"")] // there, without a text
    [InlineData("xfind(xml('<m><n><o>1</o></n></m>'), '//n')", "\"\"")]
    [InlineData("xfind(xml('<n><n><n>1</n></n></n>'), '//n/n/n')", "\"1\"")]
    [InlineData("xfind({ m: { n: 5 } }, '/m/n')", "null")] // no XML
    [InlineData("xfind(null, '/m')", "null")]
    [InlineData("xfind({ m: '1' }, 'm')", "null")] // no path
    [InlineData("xfind({ m: '1' }, '/m[')", "null")]
    [InlineData("xfind({ m: '1' }, '/m[1]')", "null")]
    [InlineData("match('OK=000123;NG=4', 'OK=([0-9]+)')", """["OK=000123","000123"]""")]
    [InlineData("match('a b', '(x)?b')", """["b",null]""")]
    [InlineData("match('n 7\\n', '\\\\d$')", "null")] // $ is the very end
    [InlineData("match('n \u0667', '[\\\\d]|\\\\d')", "null")] // \d is ASCII
    [InlineData("match('a\\nb', 'a.b')", "null")]
    [InlineData("match('a.b', 'a[.]b')", """["a.b"]""")]
    [InlineData("match('x', 'y')", "null")]
    [InlineData("match(5, '5')", "null")]
    [InlineData("match('a'.repeat(30000), '(a+)+$')[0].length", "30000")] // however it is written, the time grows with the text only
    [InlineData("[...utf8('aü')]", "[97,195,188]")]
    [InlineData("utf8(5)", "null")]
    [InlineData("matchTopic('shellies/x/emeter/1/total', '+/{id}/emeter/{ch}/total')", """{"id":"x","ch":"1"}""")]
    [InlineData("matchTopic('a/b/c', 'a/#')", "{}")]
    [InlineData("matchTopic('a/b', 'a/c')", "null")]
    [InlineData("matchTopic('a', 'a/b')", "null")]
    public void Texts(string call, string expected) => Evaluate(call).Should().Be(expected);

    [Theory]
    [InlineData("get({ a: [{ 'b/c': 5 }] }, \"a[-1]['b/c']\")", "5")]
    [InlineData("get({ a: 1 }, 'a.b.c', 7)", "7")]
    [InlineData("get(null, 'a')", "null")]
    [InlineData("query({ m: [{ id: 1, v: 2 }, { id: 3, v: 4 }] }, '$.m[?@.v > 2].id')", "[3]")]
    [InlineData("query(xml('<r><P s=\"A\">1</P><q><P s=\"ALL\">7</P></q></r>'), \"$..P[?@['@s'] == 'ALL']\")", "[]")]
    [InlineData("query(xml('<r><P s=\"A\">1</P><P s=\"ALL\">7</P></r>'), \"$..P[?@['@s'] == 'ALL']['#text']\")", """["7"]""")]
    [InlineData("query(1, '$[')", "null")]
    [InlineData("find([{ id: '101', v: 1 }, { id: '102', v: 2 }], 'id', '102').v", "2")]
    [InlineData("find([{ id: 1 }], 'id', '1')", "null")]
    [InlineData("find(undefined, 'id', 1)", "null")]
    [InlineData("lastBy([{ t: 5, v: 'a' }, { t: 7, v: 'b' }, { t: 7, v: 'c' }, { t: 6, v: 'd' }], 't').v", "\"c\"")]
    [InlineData("lastBy([], 't')", "null")]
    [InlineData("sum([{ n: 3 }, { n: 5 }, {}, { n: null }], 'n')", "8")]
    [InlineData("sum([1, 2])", "3")]
    [InlineData("sum([1, 'x'])", "null")]
    [InlineData("sum(5)", "null")]
    [InlineData("max([1, 7, null, 'x'])", "7")]
    [InlineData("max([])", "null")]
    [InlineData("allKnown(1, 0, '')", "true")]
    [InlineData("allKnown(1, null)", "false")]
    public void Objects_and_arrays(string call, string expected) => Evaluate(call).Should().Be(expected);

    [Theory]
    [InlineData("match('a', '(')", "*match cannot use this pattern*")]
    [InlineData("match('aa', '(a)\\\\1')", "*match cannot use this pattern*back-references*")]
    [InlineData("match('a', '(?=a)')", "*match cannot use this pattern*")]
    [InlineData("match('a', 'a'.repeat(2000))", "*a pattern of match has at most 1024 characters*")]
    public void A_pattern_that_is_none_fails(string call, string message) => Evaluate(call).Should().Match(message);

    [Theory]
    [InlineData("sparkplug('spBv1.0/g/DDATA/n/d', hex('120A0A0157200965EC519A44')).metrics", """{"W":1234.56}""")] // as every other float32: the shortest decimal
    [InlineData("sparkplug('spBv1.0/g/DDATA/n/d', hex('120E0A0157200A69713D0AD7A3701540')).metrics", """{"W":5.36}""")]
    [InlineData("sparkplug('spBv1.0/g/DDATA/n/d', hex('120A0A01572009650000C07F')).metrics", """{"W":null}""")]
    public void Sparkplug_metrics(string call, string expected) => Evaluate(call).Should().Be(expected);

    [Theory]
    [InlineData("ts(1700000000)", "1700000000000")]
    [InlineData("ts(1700000000123)", "1700000000123")]
    [InlineData("ts(1650006388943000000)", "1650006388943")]
    [InlineData("ts(1650006388943000)", "1650006388943")]
    [InlineData("ts('1700000000')", "1700000000000")]
    [InlineData("ts('2022-07-18T09:34:15.775023242+00:00')", "1658136855775")]
    [InlineData("ts('2018-03-27T17:19:23.720+02:00')", "1522163963720")]
    [InlineData("ts('2018-03-27T17:19:23')", "1522171163000")]
    [InlineData("ts('yesterday')", "null")]
    [InlineData("ts(-1)", "null")]
    [InlineData("tsLocal('2024-07-01 14:00:00', 'Europe/London')", "1719838800000")]
    [InlineData("tsLocal('2024-10-27 01:30:00', 'Europe/London')", "1729989000000")] // comes twice: the first
    [InlineData("tsLocal('2024-03-31 01:30:00', 'Europe/London')", "1711848600000")] // never comes
    [InlineData("tsLocal('2024-07-01', 'Europe/Nowhere')", "null")]
    [InlineData("bucket(125000, 60000)", "120000")]
    [InlineData("bucket(1, 0)", "null")]
    public void Times(string call, string expected) => Evaluate(call).Should().Be(expected);

    [Theory]
    [InlineData("mod10([9999, 9999])", "99999999")]
    [InlineData("u64([0, 31, 255, 255, 255, 255, 255, 255], 0, 'be')", "9007199254740991")]
    public void Great_numbers(string call, string expected) => Evaluate(call).Should().Be(expected);

    [Fact]
    public void An_expression_cannot_use_what_needs_to_remember() =>
        RuleFiles.Problems(RuleFiles.RuleJson("""{ "production_complete_good": { "expr": "delta('a', payload.n)" } }""")).Should().ContainSingle()
            .Which.Should().Contain("an expression remembers nothing, and delta needs to");

    private static string Evaluate(string call)
    {
        var imports = BusrootModule.Names.Where(name => Regex.IsMatch(call, $@"\b{name}\("));
        var outcome = ScriptFiles.RunOnce(ScriptFiles.Rule($"import {{ {string.Join(", ", imports)} }} from 'busroot'\nexport default () => {{ throw 'is ' + JSON.stringify({call}) + ' .' }}"));
        return Regex.Match(outcome, "is (.*?) \\.").Groups[1].Value is { Length: > 0 } value ? value : outcome;
    }
}
