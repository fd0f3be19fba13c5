using System.Text;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Tests.NodeRed.Codecs;

/// <summary>The vendor's code decodes, the mapping makes signals.</summary>
public class CodecTests
{
    private const string Mapping = "\"mapping\": { \"electrical_kwh\": \"kwh\", \"rssi\": { \"path\": \"port\", \"scale\": -1 } }";

    [Theory]
    [InlineData("function decodeUplink(input) { return { data: { kwh: input.bytes[0], port: input.fPort } } }")]
    [InlineData("function Decoder(bytes, port) { return { kwh: bytes[0], port: port } }")]
    [InlineData("function Decode(fPort, bytes, variables) { return { kwh: bytes[0], port: fPort } }")]
    [InlineData("var decodeUplink = function (input) { return { data: { kwh: input.bytes[0], port: input.fPort } } }")]
    [InlineData("exports.decodeUplink = input => ({ data: { kwh: input.bytes[0], port: input.fPort } })")]
    [InlineData("function decodeUplink(input) { return { data: { kwh: input.bytes[0], port: input.fPort } } }\nif (typeof module !== 'undefined') module.exports = { decodeUplink }")]
    [InlineData("function decodeUplink(i) { decoded = {}; decoded.kwh = i.bytes[0]; decoded.port = i.fPort; return { data: decoded } }\nfunction Decoder() { throw 1 } function Decode() { throw 2 }")]
    public void Every_entry_point_is_found_the_newest_first(string code) =>
        Run(Rule(code, "\"codec\": { \"fPort\": 85 },"), "07").Should().Be("""{"electrical_kwh":7,"rssi":-85}""");

    [Fact]
    public void The_bytes_are_a_plain_array_and_the_time_a_date_and_the_variables_texts() => Run(Rule(
        "function decodeUplink(i) { return { data: { kwh: Array.isArray(i.bytes) && i.recvTime.toISOString() === '2026-11-22T08:00:00.000Z' && i.variables.n === '5' ? 1 : 2, port: i.fPort } } }",
        "\"variables\": { \"n\": 5 },"), "00").Should().Be("""{"electrical_kwh":1,"rssi":-1}""");

    [Theory]
    [InlineData("return { errors: ['bad frame'] }", "InvalidPayload: a/b/rule.js: the codec refuses this frame: bad frame")]
    [InlineData("return null", "decodeUplink gave null")]
    [InlineData("return { data: 5 }", "gave 5 as data")]
    [InlineData("foo()", "a/b/rule.js:2:1: ReferenceError")]
    [InlineData("while (true) ;", "StatementLimit")]
    public void What_a_codec_cannot_decode_fails(string body, string expected) =>
        Run(Rule($"function decodeUplink(input) {{\n{body}\n}}"), "00").Should().Contain(expected);

    [Fact]
    public void Nothing_is_remembered_from_frame_to_frame()
    {
        var rule = Rule("var n = 0; var seen = []; function decodeUplink(i) { n++; seen.push(1); m = (typeof m === 'undefined' ? 0 : m) + 1; return { data: { kwh: n + seen.length + m, port: 1 } } }");
        using var runner = new RuleRunner();

        Run(rule, "00", runner: runner).Should().Be(Run(rule, "00", runner: runner)).And.Be("""{"electrical_kwh":3,"rssi":-1}""");
    }

    [Fact]
    public void The_context_array_is_kept_for_each_device_when_asked_for()
    {
        var rule = Rule("function decodeUplink(i) { context.push(i.bytes[0]); if (context.length > 2) context.shift(); return { data: { kwh: context[0], port: context.length } } }", "\"codec\": { \"context\": true },");
        using var runner = new RuleRunner();
        var state = new DeviceState();

        Run(rule, "01", runner: runner, state: state).Should().Be("""{"electrical_kwh":1,"rssi":-1}""");
        Run(rule, "02", runner: runner, state: state).Should().Be("""{"electrical_kwh":1,"rssi":-2}""");
        Run(rule, "03", runner: runner, state: state).Should().Be("""{"electrical_kwh":2,"rssi":-2}""");
        Encoding.UTF8.GetString(state.Of("a/b").Span).Should().Be("""{"context":[2,3]}""");
    }

    [Fact]
    public void What_normalize_uplink_gives_is_published_when_it_is_signals() => Run(Rule(
        "function decodeUplink(i) { return { data: { e: i.bytes[0] } } }\nfunction normalizeUplink(i) { return { data: [{ electrical_kwh: i.data.e }, { rssi: -5 }] } }", mapping: ""), "09")
        .Should().Be("""{"electrical_kwh":9} {"rssi":-5}""");

    [Fact]
    public void The_mapping_is_used_when_normalize_uplink_gives_something_else() => Run(Rule(
        "function decodeUplink(i) { return { data: { kwh: i.bytes[0], port: 2 } } }\nfunction normalizeUplink(i) { return { data: { energy: { total: 5 } } } }"), "09")
        .Should().Be("""{"electrical_kwh":9,"rssi":-2}""");

    [Theory]
    [InlineData("json", "", """{"fPort":85,"data":"BwA=","rxInfo":[{"rssi":-39}]}""")]
    [InlineData("json", "", """{"uplink_message":{"f_port":85,"frm_payload":"BwA="}}""")]
    [InlineData("json", "", """{"port":85,"payload_raw":"BwA="}""")]
    [InlineData("json", "", """{"DevEUI_uplink":{"FPort":85,"payload_hex":"0700"}}""")]
    [InlineData("json", "\"codec\": { \"frame\": \"$.lora.raw\", \"encoding\": \"hex\", \"fPort\": \"lora.p\" },", """{"lora":{"raw":"07 00","p":85}}""")]
    [InlineData("hex", "\"codec\": { \"fPort\": 85 },", "07 00")]
    [InlineData("base64", "\"codec\": { \"fPort\": 85 },", "BwA=")]
    public void A_frame_is_taken_from_what_network_servers_send(string carrier, string codec, string payload)
    {
        var rule = Rule("function decodeUplink(i) { return { data: { kwh: i.bytes[0] + i.bytes.length, port: i.fPort } } }", codec, carrier: carrier);

        Run(rule, Encoding.UTF8.GetBytes(payload)).Should().Be("""{"electrical_kwh":9,"rssi":-85}""");
    }

    [Fact]
    public void The_mapping_reaches_the_message_around_the_frame() => Run(Rule(
        "function decodeUplink(i) { return { data: {} } }", carrier: "json", mapping: "\"mapping\": { \"rssi\": \"uplink.rxInfo[0].rssi\" }"),
        Encoding.UTF8.GetBytes("""{"fPort":85,"data":"Bw==","rxInfo":[{"rssi":-39}]}""")).Should().Be("""{"rssi":-39}""");

    [Theory]
    [InlineData("json", "{\"type\":\"join\"}", "ignored: the message carries no frame")]
    [InlineData("json", "{broken", "InvalidPayload: not valid JSON")]
    [InlineData("json", "{\"data\":\"!!\"}", "is no frame in base64")]
    [InlineData("hex", "07 0", "InvalidPayload: the payload is not hex")]
    public void A_payload_without_a_frame_says_so(string carrier, string payload, string expected) =>
        Run(Rule("function decodeUplink(i) { return { data: { kwh: 1 } } }", carrier: carrier), Encoding.UTF8.GetBytes(payload)).Should().Contain(expected);

    [Theory]
    [InlineData("function decode() {}", "\"mapping\": { \"rssi\": \"x\" }", "the file has none of the functions")]
    [InlineData("function Decoder() {}", "", "rule.json needs a \"mapping\"")]
    [InlineData("function Decoder( {}", "\"mapping\": { \"rssi\": \"x\" }", "rule.js:1:21: SyntaxError")]
    [InlineData("var x = require('x'); function Decoder() {}", "\"mapping\": { \"rssi\": \"x\" }", "rule.js:1:9: require()")]
    public void What_keeps_a_codec_from_running_is_named_at_load(string code, string mapping, string expected)
    {
        using var files = Files(code, "", mapping, "bytes");

        files.Load().Problems.Select(problem => problem.ToString()).Should().Contain(problem => problem.Contains(expected));
    }

    [Theory]
    [InlineData("\"codec\": { \"frame\": \"data\" },", "\"frame\" is for payload \"json\"")]
    [InlineData("\"codec\": { \"fPort\": 300 },", "from 0 to 255")]
    [InlineData("\"codec\": { \"fPort\": \"x\" },", "\"fPort\" is a number here")]
    [InlineData("\"function\": {},", "\"function\" is for rules of kind \"function\"")]
    public void Settings_are_checked(string more, string expected)
    {
        using var files = Files("function Decoder() {}", more, Mapping, "bytes");

        files.Load().Problems.Select(problem => problem.ToString()).Should().Contain(problem => problem.Contains(expected));
    }

    [Fact]
    public void A_file_of_256_kib_is_taken()
    {
        var code = "function Decoder(b) { return { kwh: b[0], port: 1 } }\n" + string.Concat(Enumerable.Range(0, 4000).Select(i => $"function f{i}(a) {{ return a + {i} + 'padding padding' }}\n"));
        Run(Rule(code[..Math.Min(code.Length, 255 * 1024)].TrimEnd() is var cut && cut.EndsWith('}') ? cut : code[..code.LastIndexOf('\n', 250 * 1024)]), "07").Should().Be("""{"electrical_kwh":7,"rssi":-1}""");
    }

    [Fact]
    public void Examples_of_a_rule_work_for_codecs()
    {
        using var files = Files("function Decoder(b) { return { kwh: b[0], port: 1 } }", "", Mapping, "bytes").With("a/b/examples.json", """
            [ { "description": "one", "messages": [ { "payload": "07", "encoding": "hex", "expect": [ { "signals": { "electrical_kwh": 7, "rssi": -1 } } ] } ] } ]
            """);

        ExampleRunner.Run(files.Load().Rules.Single()).Should().OnlyContain(result => result.Passed);
    }

    private static Rule Rule(string code, string more = "", string mapping = Mapping, string carrier = "bytes")
    {
        using var files = Files(code, more, mapping, carrier);
        var set = files.Load();
        set.Problems.Should().BeEmpty();
        return set.Rules.Single();
    }

    private static RuleFiles Files(string code, string more, string mapping, string carrier) => new RuleFiles()
        .With("a/b/rule.json", $$"""{ "description": "a test", "payload": "{{carrier}}", {{more}} {{(mapping.Length > 0 ? mapping + "," : "")}} "kind": "codec" }""")
        .With("a/b/rule.js", code);

    private static string Run(Rule rule, string hex, RuleRunner? runner = null, DeviceState? state = null) => Run(rule, Convert.FromHexString(hex), runner, state);

    private static string Run(Rule rule, byte[] payload, RuleRunner? runner = null, DeviceState? state = null)
    {
        var output = new SignalBuffer();
        using var own = new RuleRunner();
        var device = new DeviceContext("acme/press-1", "acme", null, System.Collections.Immutable.ImmutableDictionary<string, VariableValue>.Empty);
        var input = new RuleInput { Device = device, Payload = payload, At = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero), State = state };
        return (runner ?? own).Apply(rule, input, output) switch
        {
            RuleOutcome.Produced => string.Join(' ', Enumerable.Range(0, output.Count).Select(i => Encoding.UTF8.GetString(output.GetPayload(output[i])))),
            RuleOutcome.Ignored ignored => "ignored: " + ignored.Reason,
            RuleOutcome.Failed failed => $"{failed.Fault}: {failed.Message}",
            var other => other.ToString(),
        };
    }
}
