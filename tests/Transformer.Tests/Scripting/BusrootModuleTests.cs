using System.Text.RegularExpressions;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Tests.Scripting;

public class BusrootModuleTests
{
    [Theory]
    [InlineData("valid(5)", "5")]
    [InlineData("valid(-1, { not: [-1, 65535] })", "null")]
    [InlineData("valid(-1, { not: -1 })", "null")]
    [InlineData("valid(11, { min: 0, max: 10 })", "null")]
    [InlineData("valid('5')", "null")]
    [InlineData("valid(NaN)", "null")]
    [InlineData("finite(Infinity)", "null")]
    [InlineData("coalesce(undefined, null, NaN, 0, 1)", "0")]
    [InlineData("coalesce()", "null")]
    [InlineData("num('15774,45', { comma: true })", "15774.45")]
    [InlineData("num('1.5')", "1.5")]
    [InlineData("num('0x1F')", "31")]
    [InlineData("num('1F', { base: 16 })", "31")]
    [InlineData("num('12.5 kWh', { unit: true })", "12.5")]
    [InlineData("num('12.5 kWh')", "null")]
    [InlineData("num('Infinity')", "null")]
    [InlineData("num(7)", "7")]
    [InlineData("num({})", "null")]
    [InlineData("bool01('ON')", "1")]
    [InlineData("bool01(false)", "0")]
    [InlineData("bool01(2)", "null")]
    [InlineData("round(2.345, 2)", "2.35")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("lookup('RUN', { RUN: 1 }, 0)", "1")]
    [InlineData("lookup('toString', {}, 0)", "0")]
    [InlineData("lookup(3, { 3: 'x' })", "\"x\"")]
    [InlineData("bit(4294967296, 32)", "1")]
    [InlineData("bit(5, 1)", "0")]
    [InlineData("[...hex('01 aF:02')]", "[1,175,2]")]
    [InlineData("hex('0')", "null")]
    [InlineData("[...base64('AQI=')]", "[1,2]")]
    [InlineData("base64('*')", "null")]
    [InlineData("u8([1, 255], 1)", "255")]
    [InlineData("i8([1, 255], -1)", "-1")]
    [InlineData("u16([1, 2])", "258")]
    [InlineData("u16([1, 2], 0, 'le')", "513")]
    [InlineData("i16([255, 254])", "-2")]
    [InlineData("u32([0, 0, 1, 0])", "256")]
    [InlineData("i32([255, 255, 255, 255])", "-1")]
    [InlineData("i32(hex('C568FFFF'), 0, 'CDAB')", "-15000")]
    [InlineData("u64([0, 0, 0, 1, 0, 0, 0, 0])", "4294967296")]
    [InlineData("i64([255, 255, 255, 255, 255, 255, 255, 254])", "-2")]
    [InlineData("f32(hex('449A51EC'))", "1234.56")]
    [InlineData("f64(hex('3FF8000000000000'))", "1.5")]
    [InlineData("f32(hex('7FC00000'))", "null")]
    [InlineData("u16([1], 0)", "null")]
    [InlineData("u16([1, 2], 0, 'xx')", "null")]
    [InlineData("u16('ab')", "null")]
    [InlineData("bcd([0x12, 0x34], 0, 2)", "1234")]
    [InlineData("bcd([0x1A], 0, 1)", "null")]
    [InlineData("f32regs([0x449A, 0x51EC])", "1234.56")]
    [InlineData("f32regs([0, 0x51EC, 0x449A], 1, 'CDAB')", "1234.56")]
    [InlineData("u32regs([1, 34464])", "100000")]
    [InlineData("i32regs([-1, -2])", "-2")]
    [InlineData("i64regs([0, 1, 0, 0])", "4294967296")]
    [InlineData("u32regs([1])", "null")]
    [InlineData("mod10([1234, 56])", "561234")]
    [InlineData("mod10([12345])", "null")]
    [InlineData("crc16modbus(hex('010404449A51EC'))", "18163")]
    [InlineData("crc16arc(utf8('123456789'))", "47933")]
    [InlineData("crc16modbus(utf8('123456789'))", "19255")]
    [InlineData("xor8([1, 2, 4])", "7")]
    [InlineData("xor8(1)", "null")]
    public void A_helper_gives_what_its_description_says_and_null_for_bad_input(string call, string expected)
    {
        var imports = BusrootModule.Names.Where(name => Regex.IsMatch(call, $@"\b{name}\("));

        ScriptFiles.RunOnce(ScriptFiles.Rule($"import {{ {string.Join(", ", imports)} }} from 'busroot'\nexport default () => {{ throw JSON.stringify({call}) }}")).Should().Contain($"threw {expected} in");
    }

    [Fact]
    public void The_description_for_editors_and_the_module_have_the_same_exports()
    {
        var described = Regex.Matches(File.ReadAllText(DescriptionFile()), @"export function (\w+)").Select(match => match.Groups[1].Value);

        described.Should().BeEquivalentTo(BusrootModule.Names);
    }

    [Fact]
    public void The_description_for_editors_names_every_member_a_script_gets()
    {
        var text = File.ReadAllText(DescriptionFile());
        var rule = ScriptFiles.Body("throw Object.keys(reading).concat(Object.keys(device)).join()");

        var names = Regex.Match(ScriptFiles.RunOnce(rule), "threw ([a-z,]+)").Groups[1].Value.Split(',');
        names.Should().HaveCount(15);
        names.Should().OnlyContain(name => Regex.IsMatch(text, $@"^  {name}[(:]", RegexOptions.Multiline));
    }

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (Match example in Regex.Matches(File.ReadAllText(DescriptionFile()), @"@example (.*?) // (.*?)( \*/)?$", RegexOptions.Multiline))
        {
            examples.Add(example.Groups[1].Value, example.Groups[2].Value);
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_for_editors_gives_what_it_says(string example, string expected)
    {
        var (call, readings) = example.Split(" over ") is [var stateful, var values] ? (stateful, values.Split(", ")) : (example, ["0"]);
        var imports = BusrootModule.Names.Where(name => Regex.IsMatch(call, $@"\b{name}\(")).Append("warn");
        var rule = ScriptFiles.Rule($"import {{ {string.Join(", ", imports)} }} from 'busroot'\nexport default ({{ payload: {{ v }} }}) => {{ warn(JSON.stringify({call})) }}");
        using var files = new ScriptFiles();
        var state = new Transformer.State.DeviceState();

        var results = readings.Select((reading, index) => files.Note(rule, $"{{\"v\":{reading}}}", state, TimeSpan.FromSeconds(index))).ToArray();

        string.Join(", ", results).Should().Be(expected);
    }

    [Fact]
    public void Every_function_has_an_example_for_editors() =>
        BusrootModule.Names.Where(name => !Examples().Any(example => Regex.IsMatch((string)example[0], $@"\b{name}\("))).Should().BeEquivalentTo("warn", "ignore");

    [Fact]
    public void Every_function_has_a_sentence_for_editors()
    {
        var described = Regex.Matches(File.ReadAllText(DescriptionFile()), @"/\*\*(?<text>(?:(?!\*/).)*)\*/\s*export function (?<name>\w+)", RegexOptions.Singleline)
            .Where(match => Regex.IsMatch(match.Groups["text"].Value.Split("@example")[0], @"[A-Za-z0-9].{5,}\.\s*(\*\s*)?$", RegexOptions.Singleline)).Select(match => match.Groups["name"].Value);

        described.Should().BeEquivalentTo(BusrootModule.Names);
    }

    private static string DescriptionFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Busroot.Transform.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "rules", "schema", "busroot.d.ts");
    }
}
