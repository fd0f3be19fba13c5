using System.Text;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Tests.Dedupe;

/// <summary>Readings that a device sends again are counted once.</summary>
public sealed class DedupeTests : IDisposable
{
    private const string Window = "\"dedupe\": { \"path\": \"id\", \"window\": \"10m\" },";
    private const string Mapping = """{ "production_complete_good": "n" }""";

    private readonly RuleRunner _runner = new();
    private readonly DeviceState _state = new();

    [Fact]
    public void A_reading_whose_key_was_seen_within_the_window_is_ignored_and_after_it_runs_again()
    {
        var rule = RuleFiles.Mapping(Mapping, more: Window);

        Run(rule, """{"id":"a","n":1}""").Should().Be("""{"production_complete_good":1}""");
        Run(rule, """{"id":"a","n":1}""", minutes: 10).Should().Be("seen before");
        Run(rule, """{"id":"b","n":2}""", minutes: 10).Should().Be("""{"production_complete_good":2}""");
        Run(rule, """{"id":"a","n":1}""", minutes: 10.1).Should().Be("""{"production_complete_good":1}""");
        Run(rule, """{"id":"a","n":1}""", minutes: 1).Should().Be("seen before", "clocks are set back too");
    }

    [Fact]
    public void Every_device_has_keys_of_its_own_and_a_text_is_not_the_number_it_holds()
    {
        var rule = RuleFiles.Mapping(Mapping, more: Window);

        Run(rule, """{"id":5,"n":1}""").Should().StartWith("{");
        Run(rule, """{"id":"5","n":1}""").Should().StartWith("{");
        Run(rule, """{"id":5.0,"n":1}""").Should().Be("seen before");
        Run(rule, """{"id":"\u0035","n":1}""").Should().Be("seen before");
        Run(rule, """{"id":5,"n":1}""", state: new DeviceState()).Should().StartWith("{");
    }

    [Theory]
    [InlineData("""{"n":1}""")]
    [InlineData("""{"id":null,"n":1}""")]
    [InlineData("""{"id":"","n":1}""")]
    [InlineData("""{"id":true,"n":1}""")]
    [InlineData("""{"id":{"a":1},"n":1}""")]
    [InlineData("""{"id":9007199254740993,"n":1}""")] // its neighbours are the same number to a double
    public void A_reading_without_a_usable_key_always_runs(string payload)
    {
        var rule = RuleFiles.Mapping(Mapping, more: Window);

        Run(rule, payload).Should().StartWith("{");
        Run(rule, payload).Should().StartWith("{");
        _state.Entries.Should().BeEmpty();
    }

    [Fact]
    public void A_reading_that_failed_may_come_again()
    {
        var rule = Load("kind\": \"script", "export default reading => { if (reading.payload.n < 0) throw new Error('no'); return { rssi: reading.payload.n } }");

        Run(rule, """{"id":"a","n":-1}""").Should().StartWith("ScriptThrew");
        Run(rule, """{"id":"a","n":1}""").Should().Be("""{"rssi":1}""");
        Run(rule, """{"id":"a","n":1}""").Should().Be("seen before");
    }

    [Fact]
    public void What_was_seen_is_a_change_of_state_beside_that_of_the_rule_and_survives_a_restart()
    {
        var rule = Load("kind\": \"script", "export default (reading, device) => { device.state = { n: 1 }; return { rssi: 1 } }");
        Run(rule, """{"id":"a \"é\"","n":1}""");

        var restarted = new DeviceState();
        while (_state.TryTakeChange(out var name, out var json))
        {
            restarted.Load(name, json);
        }

        restarted.Entries.Select(entry => $"{entry.RuleId} {Encoding.UTF8.GetString(entry.Json.Span)}").Should().BeEquivalentTo(
            ["a/b {\"n\":1}", """a/b#seen {"seen":[[1763798400000,"a \u0022\u00E9\u0022"]]}"""]);
        Run(rule, """{"id":"a \"é\"","n":1}""", state: restarted).Should().Be("seen before");
    }

    [Theory]
    [InlineData("kind\": \"function", "msg.payload = { rssi: msg.payload.n }; return msg;", """{"id":7,"n":-1}""")]
    [InlineData("payload\": \"json\", \"codec\": { \"frame\": \"f\", \"encoding\": \"hex\" }, \"mapping\": { \"rssi\": \"r\" }, \"kind\": \"codec", "function decodeUplink(input) { return { data: { r: -input.bytes[0] } }; }", """{"id":7,"f":"05"}""")]
    public void The_key_of_functions_and_codecs_is_in_what_the_device_sent(string kind, string code, string payload)
    {
        var rule = Load(kind, code);

        Run(rule, payload).Should().StartWith("{\"rssi\":");
        Run(rule, payload).Should().Be("seen before");
    }

    [Theory]
    [InlineData("\"text\"", """{ "rssi": "$" }""", "$", "-5")]
    [InlineData("\"csv\"", """{ "rssi": "[1]" }""", "[0]", "a,-5")]
    [InlineData("\"key-value\"", """{ "rssi": "r" }""", "s", "s=1 r=-5")]
    [InlineData("""{ "hex": { "fields": { "seq": { "offset": 0, "type": "u8" }, "r": { "offset": 1, "type": "i8" } } } }""", """{ "rssi": "r" }""", "seq", "01FB")]
    public void Any_payload_with_paths_has_keys(string format, string mapping, string path, string payload)
    {
        var rule = RuleFiles.Mapping(mapping, format, $$"""  "dedupe": { "path": "{{path}}", "window": "1h" }, """);

        Run(rule, payload).Should().Be("""{"rssi":-5}""");
        Run(rule, payload).Should().Be("seen before");
    }

    [Fact]
    public void A_message_that_waited_and_then_failed_may_come_again()
    {
        var rule = Load("kind\": \"function", "if (msg.payload.id === 1) { await new Promise(r => setTimeout(r, 1000)); } else { throw new Error('no'); }");
        var output = new SignalBuffer();

        Run(rule, """{"id":1}""").Should().Contain("later");
        Run(rule, """{"id":2}""").Should().Contain("follows");
        Run(rule, """{"id":2}""").Should().Be("seen before");
        while (_runner.TryRunDue(At(1), output, out _))
        {
        }

        Run(rule, """{"id":2}""", minutes: 1).Should().Contain("no");
    }

    [Theory]
    [InlineData("5")]
    [InlineData("""{"seen":5}""")]
    [InlineData("""{"seen":[5]}""")]
    [InlineData("""{"seen":[["x",1]]}""")]
    [InlineData("""{"seen":[[1,2,3]]}""")]
    [InlineData("""{"seen":[[1""")]
    public void A_damaged_entry_fails_its_device_and_says_what_to_do(string json)
    {
        var rule = RuleFiles.Mapping(Mapping, more: Window);
        _state.Load("a/b#seen", Encoding.UTF8.GetBytes(json));

        Run(rule, """{"id":5,"n":1}""").Should().StartWith("InvalidState: ").And.Contain("a/b#seen").And.Contain("delete the entry");
        Run(rule, """{"id":5,"n":1}""", state: new DeviceState()).Should().StartWith("{");
    }

    [Theory]
    [InlineData("""{ "path": "id" }""", "\"window\" is missing")]
    [InlineData("""{ "window": "10m" }""", "\"path\" is missing")]
    [InlineData("""{ "path": "id", "window": "10" }""", "from \"1s\" to \"7d\"")]
    [InlineData("""{ "path": "id", "window": "8d" }""", "from \"1s\" to \"7d\"")]
    [InlineData("""{ "path": "id", "window": 10 }""", "\"window\" is a text")]
    [InlineData("""{ "path": "a b", "window": "1m" }""", "cannot stand here")]
    [InlineData("""{ "path": "${id}", "window": "1m" }""", "site values cannot stand here")]
    [InlineData("""{ "path": "id", "window": "1m", "key": 1 }""", "unknown key \"key\"")]
    [InlineData("\"id\"", "is an object")]
    public void What_is_wrong_is_a_problem_at_load(string dedupe, string problem) =>
        RuleFiles.Problems(RuleFiles.RuleJson(Mapping, more: $"\"dedupe\": {dedupe},")).Should().ContainSingle().Which.Should().Contain(problem);

    [Fact]
    public void Bytes_without_names_have_no_key()
    {
        RuleFiles.Problems(RuleFiles.RuleJson("""{ "rssi": { "expr": "i8(payload, 0)" } }""", "\"bytes\"", Window)).Should().ContainSingle().Which.Should().Contain("these bytes have no names");
        Problems("payload\": \"bytes\", \"mapping\": { \"rssi\": \"r\" }, \"kind\": \"codec", "function decodeUplink(input) { return { data: {} }; }")
            .Should().ContainSingle().Which.Should().Contain("needs payload \"json\"");
    }

    public void Dispose() => _runner.Dispose();

    private static DateTimeOffset At(double minutes) => new DateTimeOffset(2025, 11, 22, 8, 0, 0, TimeSpan.Zero).AddMinutes(minutes);

    private static Rule Load(string kind, string code)
    {
        using var files = new RuleFiles();
        return Write(files, kind, code).Load().Rules.Single();
    }

    private static string[] Problems(string kind, string code)
    {
        using var files = new RuleFiles();
        return [.. Write(files, kind, code).Load().Problems.Select(problem => problem.ToString())];
    }

    private static RuleFiles Write(RuleFiles files, string kind, string code)
    {
        var payload = kind.Contains("script", StringComparison.Ordinal) ? "\"payload\": \"json\"," : "";
        return files.With("a/b/rule.json", $$"""{ "description": "a test", {{Window}} {{payload}} "{{kind}}" }""").With("a/b/rule.js", code);
    }

    private string Run(Rule rule, string payload, double minutes = 0, DeviceState? state = null)
    {
        var output = new SignalBuffer();
        var input = new RuleInput { Device = new DeviceContext("acme/x", "acme", null, []), Topic = "busroot/v1/dau/acme/x"u8, Payload = Encoding.UTF8.GetBytes(payload), At = At(minutes), State = state ?? _state };
        return _runner.Apply(rule, input, output) switch
        {
            RuleOutcome.Produced => Encoding.UTF8.GetString(output.GetPayload(output[0])),
            RuleOutcome.Ignored ignored => ignored.Reason,
            RuleOutcome.Failed failed => $"{failed.Fault}: {failed.Message}",
            var other => other.ToString(),
        };
    }
}
