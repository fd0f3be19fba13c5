using System.Globalization;
using System.Text.Json;
using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Readings;

/// <summary>Real payloads of the Opta firmwares go in, and exactly the signals of the rule's examples come out.</summary>
public class OptaExamplesTests(ITestOutputHelper output) : ServerTest(output)
{
    // Sent by each device last: whatever comes before it is all that its example has given.
    private const string Last = """{"rssi":-99}""";

    [MosquittoTheory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task The_core_processor_gets_exactly_the_signals_of_the_examples(string version)
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+", "-V", version);
        var received = 0;
        foreach (var (device, example) in Examples())
        {
            var login = await server.AddDeviceAsync(device, example.TryGetProperty("variables", out var variables) ? variables : null);
            var expected = new List<string>();
            foreach (var message in example.GetProperty("messages").EnumerateArray())
            {
                await PublishAsync(server, login, message, version);
                expected.AddRange(Signals(message.GetProperty("expect")));
            }

            (await Mosquitto.PublishAsync(server.MqttPort, login, login.Signals, Last, version)).Done();
            var messages = (await core.ReceiveAsync(received + expected.Count + 1)).Skip(received).ToList();
            received += messages.Count;

            messages.Should().HaveCount(expected.Count + 1);
            foreach (var (message, wanted) in messages.Zip(expected.Append(Last)))
            {
                message.ShouldBe(login.Signals, wanted, example.GetProperty("description").GetString()!);
            }
        }

        var failed = Examples().Where(example => Error(example.Example) is not null).ToList();
        (await server.QuarantineAsync()).Should().HaveCount(failed.Count)
            .And.OnlyContain(entry => failed.Any(example => entry.GetProperty("message").GetString()!.Contains(Error(example.Example)!)));
    }

    private static async Task PublishAsync(BusrootServer server, Login login, JsonElement message, string version)
    {
        var topic = message.TryGetProperty("topic", out var written) && written.GetString()!.StartsWith("busroot/v2/", StringComparison.Ordinal) ? $"busroot/v2/dau/{login.User}" : login.Raw;
        string[] retain = message.TryGetProperty("retain", out var flag) && flag.GetBoolean() ? ["-r"] : [];
        (await Mosquitto.PublishAsync(server.MqttPort, login, topic, message.GetProperty("payload").GetString()!, version, 1, retain)).Done();
    }

    private static IEnumerable<(string Device, JsonElement Example)> Examples()
    {
        var examples = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Rules, "arduino", "opta-dau", "examples.json")));
        return examples.RootElement.EnumerateArray().Select((example, index) => (string.Create(CultureInfo.InvariantCulture, $"acme/opta-{index + 1}"), example));
    }

    private static IEnumerable<string> Signals(JsonElement expect) =>
        expect.ValueKind == JsonValueKind.Array ? expect.EnumerateArray().Select(publication => publication.GetProperty("signals").GetRawText()) : [];

    private static string? Error(JsonElement example) =>
        example.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("expect"))
            .Where(expect => expect.ValueKind == JsonValueKind.Object).Select(expect => expect.GetProperty("error").GetString()).FirstOrDefault();
}
