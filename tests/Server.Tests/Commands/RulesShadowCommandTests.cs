using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Server.Rules;
using Busroot.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Busroot.Server.Tests.Commands;

public sealed class RulesShadowCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_candidate_runs_beside_the_live_rule_is_shown_and_stopped()
    {
        await using var server = await StartAsync();
        var start = await server.RunAsync("rules", "shadow", "start", "test/sum", "--folder", Draft("state.total += reading.payload.n + (reading.payload.off ?? 0)"));
        start.Output.Should().MatchRegex("^test/sum: candidate [0-9a-f]{12} \\(.*draft\\) runs in shadow");
        start.ExitCode.Should().Be(0, start.Error);
        (await server.RunAsync("rules", "shadow", "show", "test/sum")).Output.Should().Contain("no reading has come yet");

        await server.PublishAsync("acme/sum-1", """{"n":1}""", """{"n":2}""");
        (await server.RunAsync("rules", "shadow", "show", "test/sum")).ExitCode.Should().Be(0, "all is equal so far");
        await server.PublishAsync("acme/sum-1", """{"n":3,"off":5}""");

        (await server.RunAsync("rules", "shadow", "list")).Output.Should().MatchRegex(@"test/sum +[0-9a-f]{12} +[0-9a-f]{12} +\d{4}-.*Z +3 +2 +1 +0");
        var show = await server.RunAsync("rules", "shadow", "show", "test/sum");
        show.ExitCode.Should().Be(1, "something differs");
        show.Output.Split(Environment.NewLine).Take(4).Should().SatisfyRespectively(
            line => line.Should().MatchRegex("^acme/sum-1  \\d{4}-.*Z  {\"n\":3,\"off\":5}$"),
            line => line.Should().Be("""  - {"production_count_good":6}"""),
            line => line.Should().Be("""  + {"production_count_good":11}"""),
            line => line.Should().Be("    production_count_good: 6 -> 11"));
        show.Output.Should().MatchRegex("3 readings, 2 equal, 1 different; .* each\\.");

        var stop = await server.RunAsync("rules", "shadow", "stop", "test/sum");
        (stop.ExitCode, stop.Output).Should().Be((0, show.Output), "it ends with how it compared");
        (await server.RunAsync("rules", "shadow", "list")).Output.Trim().Should().Be("No candidate runs in shadow.");
        (await server.RunAsync("rules", "shadow", "show", "test/sum")).Error.Should().Contain("There is no shadow of rule test/sum");
    }

    [Fact]
    public async Task An_earlier_revision_can_be_the_candidate_and_a_reload_of_the_live_rule_is_said()
    {
        await using var server = await StartAsync();
        var rules = server.Host.Services.GetRequiredService<LiveRules>();
        Live(rules, "total * 2");

        (await server.RunAsync("rules", "shadow", "start", "test/sum", "--revision", "1")).Output.Should().Contain("(revision 1) runs in shadow");
        await server.PublishAsync("acme/sum-1", """{"n":1}""");
        Live(rules, "total * 3");
        await server.PublishAsync("acme/sum-1", """{"n":1}""");

        using var client = server.AdminClient();
        var shadow = await client.GetFromJsonAsync<JsonElement>("/api/v1/rules/shadow?rule=test/sum");
        shadow.GetProperty("live").GetString().Should().Be(rules.Standing("test/sum")!.Rule!.Revision).And.NotBe(shadow.GetProperty("before").GetString());
        shadow.GetProperty("counts").GetProperty("readings").GetInt64().Should().Be(1);
        shadow.GetProperty("differences")[0].GetProperty("signals")[0].GetString().Should().Be("production_count_good: 6 -> 2");
        (await server.RunAsync("rules", "shadow", "show", "test/sum")).Output.Should().Contain("counting began anew when it changed");
    }

    [Fact]
    public async Task What_is_live_is_the_same_with_a_candidate_beside_it()
    {
        await using var alone = await StartAsync();
        await using var shadowed = await StartAsync();
        (await shadowed.RunAsync("rules", "shadow", "start", "test/sum", "--folder", Draft("state.total = 1000; if (reading.payload.n > 3) throw new Error('no')"))).ExitCode.Should().Be(0);

        foreach (var server in new[] { alone, shadowed })
        {
            await server.PublishAsync("acme/sum-1", [.. Enumerable.Range(1, 6).Select(n => $$"""{"n":{{n}}}"""), "no json"]);
        }

        (await CompareAsync(shadowed)).Should().BeEquivalentTo(await CompareAsync(alone));
        (await shadowed.JsonAsync("rules", "shadow", "stop", "test/sum")).GetProperty("counts").GetProperty("readings").GetInt64().Should().Be(7);
    }

    [Fact]
    public async Task A_candidate_that_cannot_be_is_refused_with_the_reason()
    {
        await using var server = await StartAsync();
        var draft = Draft("state.total += 1");

        (await server.RunAsync("rules", "shadow", "start", "test/sum")).Should().Match<CommandRun>(run => run.ExitCode == 2 && run.Error.Contains("Name one candidate: --revision or --folder."));
        (await server.RunAsync("rules", "shadow", "start", "test/none", "--folder", draft)).Error.Should().Contain("There is no live rule test/none");
        (await server.RunAsync("rules", "shadow", "start", "test/sum", "--revision", "1")).Error.Should().Contain("there is nothing to compare");
        (await server.RunAsync("rules", "shadow", "start", "test/sum", "--revision", "9")).Error.Should().Contain("Rule test/sum has no revision 9");
        (await server.RunAsync("rules", "shadow", "start", "test/sum", "--folder", _directory.Rules)).Error.Should().Contain("there is no rule.json in it");
        (await server.RunAsync("rules", "shadow", "start", "test/sum", "--folder", Draft("} oops"))).Error.Should().Contain(Path.Combine(_directory.Parent, "draft", "rule.js") + ":");
        (await server.RunAsync("rules", "shadow", "start", "test/sum", "--folder", Draft("state.total += 1"))).ExitCode.Should().Be(0);
        (await server.RunAsync("rules", "shadow", "start", "test/sum", "--folder", draft)).Error.Should().Contain("There is already a shadow of rule test/sum");

        await server.StopAsync();
        (await server.RunAsync("rules", "shadow", "list")).Error.Should().Contain("No server runs on this data directory");
    }

    [Fact]
    public async Task The_API_has_the_same_verbs()
    {
        await using var server = await StartAsync();
        using var client = server.AdminClient();
        object[] files = [.. new DirectoryInfo(Draft("state.total += 2")).EnumerateFiles().Select(file => new { name = file.Name, bytes = File.ReadAllBytes(file.FullName) })];

        foreach (var bad in new object[] { new { }, new { rule = "test/sum" }, new { rule = "test/sum", number = 1, files }, new { rule = "test/sum", files = new object?[] { null } } })
        {
            (await client.PostAsJsonAsync("/api/v1/rules/shadow", bad)).StatusCode.Should().BeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
        }

        (await client.PostAsJsonAsync("/api/v1/rules/shadow", new { rule = "test/sum", files })).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.PostAsJsonAsync("/api/v1/rules/shadow", new { rule = "test/sum", files })).StatusCode.Should().Be(HttpStatusCode.Conflict);
        await server.PublishAsync("acme/sum-1", """{"n":1}""");

        (await client.GetFromJsonAsync<JsonElement>("/api/v1/rules/shadows"))[0].GetProperty("counts").GetProperty("different").GetInt64().Should().Be(1);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/rules/shadow?rule=test/sum")).GetProperty("differences").GetArrayLength().Should().Be(1);
        (await client.DeleteAsync("/api/v1/rules/shadow?rule=test/sum")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.DeleteAsync("/api/v1/rules/shadow?rule=test/sum")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/rules/shadows")).GetArrayLength().Should().Be(0);
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartWithRulesAsync(TestRules.Sum);
        await server.Host.Services.GetRequiredService<Registrar>().AddAsync(new DeviceRecord(DeviceId.Parse("acme/sum-1"), default, []), default);
        return server;
    }

    private static void Live(LiveRules rules, string gives)
    {
        File.WriteAllText(Path.Combine(rules.Directory, "test/sum/rule.js"), $$"""
            export default function (reading, device) {
              const total = device.state.total = (device.state.total ?? 0) + reading.payload.n
              return { production_count_good: {{gives}} }
            }
            """);
        rules.Look("ann");
    }

    /// <summary>All that readings leave: what was published of each, what is remembered, what failed, what was counted.</summary>
    private static async Task<object> CompareAsync(RunningServer server)
    {
        var history = await server.JsonAsync("history", "acme/sum-1");
        var status = await server.JsonAsync("status");
        return new
        {
            History = history.EnumerateArray().Select(frame => string.Join(' ', Text(frame, "payload"), Text(frame, "outcome"), Text(frame, "revision"), Text(frame, "error"), Text(frame, "signals"))).ToList(),
            State = (await server.RunAsync("state", "get", "acme/sum-1")).Output,
            Quarantine = (await server.JsonAsync("quarantine", "list")).EnumerateArray().Select(entry => Text(entry, "message")).ToList(),
            Counters = new[] { "produced", "ignored", "failed", "unmapped", "duplicates" }.Select(name => Text(status.GetProperty("counters"), name)).ToList(),
        };
    }

    private static string Text(JsonElement document, string name) => document.TryGetProperty(name, out var value) ? value.ToString() : "";

    /// <summary>A folder with a candidate that gives <c>state.total</c> after a statement.</summary>
    private string Draft(string statement)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_directory.Parent, "draft")).FullName;
        File.WriteAllText(Path.Combine(folder, "rule.json"), """{ "description": "a draft", "payload": "json", "kind": "script" }""");
        File.WriteAllText(Path.Combine(folder, "rule.js"), $$"""
            export default function (reading, { state }) {
              state.total ??= 0
              {{statement}}
              return { production_count_good: state.total }
            }
            """);
        return folder;
    }
}
