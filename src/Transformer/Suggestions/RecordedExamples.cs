using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Busroot.Transformer.Profiles;
using Busroot.Transformer.Rules;

namespace Busroot.Transformer.Suggestions;

/// <summary>Makes examples of recorded readings, expecting what a rule gives for them.</summary>
/// <param name="rule">The rule.</param>
/// <param name="suggestion">What it was made of.</param>
/// <param name="profile">What the device sends.</param>
internal sealed class RecordedExamples(Rule rule, RuleSuggestion suggestion, DeviceProfile profile)
{
    private const int MostExamples = 8;
    private const int LongestPayload = 4096;

    private readonly bool _compares = suggestion.Signals.Any(signal => signal.Json.Contains("\"delta\":", StringComparison.Ordinal));
    private readonly bool _hasTopics = profile.Topics.Length > 1 || profile.Topics[0].SubTopic.Length > 0;
    private readonly HashSet<long> _falls = [.. profile.Topics.SelectMany(topic => topic.Fields).Select(field => field.Motion)
        .Where(motion => motion is { Kind: MotionKind.RisesAndRestarts }).SelectMany(motion => motion!.FallsAt)];

    /// <summary>The text of examples.json.</summary>
    /// <param name="readings">In the order of arrival.</param>
    public string Of(IReadOnlyList<RecordedReading> readings)
    {
        var usable = readings.Where(reading => reading.Payload.Length <= LongestPayload).ToList();
        var examples = Telling(usable).Take(MostExamples).Select((found, number) => Example(number + 1, found.Why, MessagesAt(usable, found.Index)));
        return $"[\n{string.Join(",\n", examples)}\n]\n";
    }

    // A reading that gives what none before it gave, such as other signals, another state or nothing; and one at which a count starts again.
    private IEnumerable<(int Index, string Why)> Telling(List<RecordedReading> readings)
    {
        using var run = new ExampleRun(rule, _hasTopics);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < readings.Count; i++)
        {
            run.Apply(readings[i]);
            var words = run.Words();
            var isNew = seen.Add(words);
            if (_compares && _falls.Contains(readings[i].At.ToUnixTimeMilliseconds()) && LastOfTopic(readings, i) >= 0)
            {
                yield return (i, $"a count starts again; {words}");
            }
            else if (isNew)
            {
                yield return (i, words);
            }
        }
    }

    // What is compared with the reading before needs that one, too.
    private RecordedReading[] MessagesAt(List<RecordedReading> readings, int index) =>
        _compares && LastOfTopic(readings, index) is >= 0 and var before ? [readings[before], readings[index]] : [readings[index]];

    private static int LastOfTopic(List<RecordedReading> readings, int index) =>
        index == 0 ? -1 : readings.FindLastIndex(index - 1, reading => reading.Topic == readings[index].Topic);

    private string Example(int number, string why, RecordedReading[] readings)
    {
        using var run = new ExampleRun(rule, _hasTopics);
        var messages = readings.Select(reading => Message(run, reading));
        var description = $"{number}: {why}";
        return $"  {{\n    \"description\": {TopicAccess.Json(description)},\n    \"messages\": [\n{string.Join(",\n", messages)}\n    ]\n  }}";
    }

    private string Message(ExampleRun run, RecordedReading reading)
    {
        run.Apply(reading);
        var text = new StringBuilder("      { ");
        if (_hasTopics)
        {
            text.Append($"\"topic\": {TopicAccess.Json(reading.Topic)}, ");
        }

        text.Append($"\"at\": \"{reading.At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}\", ");
        text.Append(Utf8.IsValid(reading.Payload.Span)
            ? $"\"payload\": {TopicAccess.Json(Encoding.UTF8.GetString(reading.Payload.Span))}, "
            : $"\"encoding\": \"hex\", \"payload\": \"{Convert.ToHexStringLower(reading.Payload.Span)}\", ");
        return text.Append(reading.Retain ? "\"retain\": true, " : "").Append($"\"expect\": {run.Expectation()} }}").ToString();
    }
}
