using System.Text;
using System.Text.Json;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Runs a rule on a message to see what an example of it should expect.</summary>
internal static class ObservedOutcome
{
    /// <summary>What stands as <c>expect</c> of the example: the publications, or a part of the error.</summary>
    public static object Of(Rule rule, InjectedMessage message)
    {
        using var runner = new RuleRunner();
        var output = new SignalBuffer();
        var outcome = runner.Apply(rule, new RuleInput
        {
            Device = ExampleDevice.Of(message.Topic, []),
            Topic = Encoding.UTF8.GetBytes(message.Topic),
            Payload = message.Payload.AsSpan(),
            At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            State = new DeviceState(),
        }, output);
        return outcome is RuleOutcome.Failed failed
            ? new Dictionary<string, object> { ["error"] = FirstWords(failed.Message) }
            : Enumerable.Range(0, output.Count).Select(i => Publication(output, output[i])).ToArray();
    }

    private static Dictionary<string, object> Publication(SignalBuffer output, SignalBuffer.Entry entry)
    {
        var publication = new Dictionary<string, object>();
        if (entry.Station is { } station)
        {
            publication["station"] = station;
        }

        publication["signals"] = JsonSerializer.Deserialize<Dictionary<string, double>>(output.GetPayload(entry))!;
        return publication;
    }

    // What stands after the first line, or in brackets behind it, may differ from run to run.
    private static string FirstWords(string message)
    {
        var line = message.Split('\n')[0];
        return line.Length > 80 ? line[..80] : line;
    }
}
