using System.Text;
using Busroot.Transformer.Profiles;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;
using Busroot.Transformer.Suggestions;

namespace Busroot.Transformer.Tests.Suggestions;

/// <summary>A rule suggested for some readings, compiled and run as it would be.</summary>
internal sealed class Suggested
{
    private readonly IReadOnlyList<RecordedReading> _readings;

    private Suggested(IReadOnlyList<RecordedReading> readings)
    {
        _readings = readings;
        Profile = DeviceProfile.Of(readings, CancellationToken.None);
        Rule = RuleSuggestion.Of(Profile);
        Files = Rule.Signals.IsEmpty ? [] : SuggestedFolder.Of("acme/press-9", Profile, Rule, readings).ToDictionary(file => file.Name, file => file.Text);
        Folder = CompiledFolder.Of(RuleSource.Of("acme/press", Files.Where(file => file.Key != "README.md").Select(file => KeyValuePair.Create(file.Key, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Value)))), ScriptLimits.Default)
            .Tried(RuleFiles.Patient);
    }

    public DeviceProfile Profile { get; }

    public RuleSuggestion Rule { get; }

    public Dictionary<string, string> Files { get; }

    /// <summary>The rule of the files, its examples run.</summary>
    public CompiledFolder Folder { get; }

    public static Suggested For(params IEnumerable<string> payloads) => new(Profiles.Readings.Of(payloads));

    public static Suggested For(IReadOnlyList<RecordedReading> readings) => new(readings);

    /// <summary>What the mapping has for a signal; null when it does not say it.</summary>
    public string? this[string signal] => Rule.Signals.FirstOrDefault(line => line.Signal == signal)?.Json;

    /// <summary>Why a signal is suggested, or a field left out.</summary>
    public string Reason(string signalOrField) =>
        Rule.Signals.FirstOrDefault(line => line.Signal == signalOrField)?.Reason ?? Rule.LeftOut.Single(left => left.Field == signalOrField).Reason;

    /// <summary>What the rule gives for the last reading, having had all of them.</summary>
    public string Last()
    {
        using var runner = new RuleRunner();
        var (output, state) = (new SignalBuffer(), new DeviceState());
        var device = new DeviceContext("acme/press-9", "acme", null, []);
        foreach (var reading in _readings)
        {
            output.Clear();
            runner.Apply(Folder.Rule!, new RuleInput { Device = device, Topic = Encoding.UTF8.GetBytes(reading.Topic), Payload = reading.Payload.Span, At = reading.At, State = state }, output);
        }

        return string.Join(' ', Enumerable.Range(0, output.Count).Select(i => (output[i].Station is { } station ? station + ":" : "") + Encoding.UTF8.GetString(output.GetPayload(output[i]))));
    }
}
