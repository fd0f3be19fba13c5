using System.Text;
using Busroot.Transformer.Profiles;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Suggestions;

/// <summary>Runs a rule over recorded readings as an example does: one after the other, on a fresh device.</summary>
/// <param name="rule">The rule.</param>
/// <param name="hasTopics">Whether readings keep their topics; otherwise they come on the topic that examples have when they name none.</param>
internal sealed class ExampleRun(Rule rule, bool hasTopics) : IDisposable
{
    private const int LongestError = 80;

    private readonly RuleRunner _runner = new();
    private readonly SignalBuffer _output = new();
    private readonly DeviceState _state = new();
    private RuleOutcome? _outcome;

    /// <summary>Runs the rule on the next reading.</summary>
    public void Apply(RecordedReading reading)
    {
        _output.Clear();
        var topic = hasTopics ? reading.Topic : "";
        _outcome = _runner.Apply(rule, new RuleInput
        {
            Device = ExampleDevice.Of(topic, []),
            Topic = Encoding.UTF8.GetBytes(hasTopics ? topic : ExamplesReader.DefaultTopic),
            Payload = reading.Payload.Span,
            At = reading.At,
            Retain = reading.Retain,
            State = _state,
        }, _output);
    }

    /// <summary>What came of it as <c>expect</c> of an example.</summary>
    public string Expectation() => _outcome is RuleOutcome.Failed failed
        ? $"{{ \"error\": {TopicAccess.Json(failed.Message.Length > LongestError ? failed.Message[..LongestError] : failed.Message)} }}"
        : $"[{string.Join(", ", Publications().Select(publication => $"{{ {(publication.Station is { } station ? $"\"station\": {TopicAccess.Json(station)}, " : "")}\"signals\": {publication.Json} }}"))}]";

    /// <summary>What came of it in words, without numbers that differ from reading to reading.</summary>
    public string Words() => _outcome switch
    {
        RuleOutcome.Failed => "an error",
        RuleOutcome.Produced => string.Join("; ", Publications().Select(publication => publication.Station is { } station ? $"{station} {publication.Words}" : publication.Words)),
        _ => "nothing",
    };

    public void Dispose() => _runner.Dispose();

    private IEnumerable<(string? Station, string Json, string Words)> Publications()
    {
        for (var i = 0; i < _output.Count; i++)
        {
            var json = Encoding.UTF8.GetString(_output.GetPayload(_output[i]));
            var values = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, double>>(json)!;
            yield return (_output[i].Station, json, string.Join(", ", values.Select(Word)));
        }
    }

    // Whether it is 0 tells more than how much it is.
    private static string Word(KeyValuePair<string, double> signal) => signal switch
    {
        { Key: "productive" } => $"productive {signal.Value}",
        { Value: 0 } => $"no {signal.Key}",
        _ => signal.Key,
    };
}
