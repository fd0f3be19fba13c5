using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Storage.History;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.Suggestions;

namespace Busroot.Server.Rules;

/// <summary>Looks at what a device has sent and puts together a rule that may fit, with its readings as examples.</summary>
internal sealed class Suggestion(HistoryStore history)
{
    private const int MostReadings = 2000;
    private const int MostExamples = 3;

    /// <summary>Makes it from the device's newest readings.</summary>
    /// <exception cref="AdministrationException">This is no Device ID, or nothing of the device is recorded.</exception>
    /// <exception cref="Storage.StorageException">The history cannot be read.</exception>
    /// <remarks>Threads: any; never one of the pipeline's. Cost: reads up to 2,000 readings.</remarks>
    public SuggestionView For(string deviceId)
    {
        if (!DeviceId.TryParse(deviceId, out _, out var why))
        {
            throw AdministrationException.Invalid([("device", why)]);
        }

        var frames = history.Read(new HistoryQuery { DeviceId = deviceId, Limit = MostReadings })
            .Where(frame => !frame.Native && frame.Outcome != FrameOutcome.Duplicate && frame.ReplayOf == 0).Reverse().ToList();
        if (frames.Count == 0)
        {
            throw AdministrationException.NotFound("recorded raw reading of", deviceId);
        }

        var profile = PayloadProfile.Of(frames.Select(frame => frame.Payload));
        var signals = MappingSuggestion.For(profile);
        return new SuggestionView(
            deviceId, profile.Payloads, profile.Readable,
            [.. profile.Fields.Select(field => new FieldView(
                field.Path, field.Type, field.Count, field.Minimum, field.Maximum, field.Changes, field.Drops, field.IsCounter, [.. field.Sentinels.Keys], field.Texts))],
            [.. signals.Select(signal => new SuggestedSignalView(signal.Signal, signal.Field, signal.Reason))],
            signals.IsEmpty ? [] : Files(deviceId, signals, frames));
    }

    private static List<RuleFileView> Files(string deviceId, IReadOnlyList<SuggestedSignal> signals, List<StoredFrame> frames)
    {
        var mapping = string.Join(",\n", signals.Select(signal => $"    \"{signal.Signal}\": {signal.Mapping}"));
        var json = $$"""
            {
              "$schema": "../../schema/rule.schema.json",
              "description": "Suggested for {{deviceId}}; check every line of it",
              "devices": ["{{deviceId}}"],
              "payload": "json",
              "kind": "mapping",
              "mapping": {
            {{mapping}}
              }
            }

            """;
        var rule = CompiledFolder.Of(
            RuleSource.Of(deviceId, [new("rule.json", Encoding.UTF8.GetBytes(json))]), ScriptLimits.Default).Rule;
        var reasons = string.Join("\n", signals.Select(signal => $"* `{signal.Signal}` from `{signal.Field}`: {signal.Reason}"));
        return
        [
            new("rule.json", json),
            new("examples.json", rule is null ? "[]\n" : Examples(rule, frames)),
            new("README.md", $"# {deviceId}\n\nSuggested from {frames.Count} recorded readings. The examples hold what the suggestion gives, not what is right.\n\n{reasons}\n"),
        ];
    }

    private static string Examples(Rule rule, List<StoredFrame> frames)
    {
        using var runner = new RuleRunner();
        var device = new DeviceContext("example/device", "example", null, []);
        var examples = frames.Select(frame => Example(runner, rule, device, frame)).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostExamples)
            .Select((messages, i) => $$"""  { "description": "recorded reading {{i + 1}}", "messages": [ {{messages}} ] }""");
        return $"[\n{string.Join(",\n", examples)}\n]\n";
    }

    /// <summary>A message of examples.json; null for a reading that gives nothing or fails, which shows nothing.</summary>
    private static string? Example(RuleRunner runner, Rule rule, DeviceContext device, StoredFrame frame)
    {
        var output = new SignalBuffer();
        var input = new RuleInput { Device = device, Topic = "busroot/v1/dau/example/device"u8, Payload = frame.Payload.Span, At = frame.At };
        if (runner.Apply(rule, input, output) is not RuleOutcome.Produced)
        {
            return null;
        }

        var payload = JsonEncodedText.Encode(Encoding.UTF8.GetString(frame.Payload.Span), JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return $$"""{ "payload": "{{payload}}", "expect": [ { "signals": {{Encoding.UTF8.GetString(output.GetPayload(output[0]))}} } ] }""";
    }
}
