using System.Globalization;
using System.Text;
using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Suggestions;

/// <summary>Writes the README.md of a suggested rule: the payload as a table, and what a person is to check.</summary>
internal static class SuggestedReadme
{
    private const int MostRows = 100;

    public static string Of(string deviceId, DeviceProfile profile, RuleSuggestion suggestion)
    {
        var text = new StringBuilder($"# {deviceId}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Suggested from {profile.Readings} recorded readings, {Day(profile.From)} to {Day(profile.To)}. A guess, until somebody who knows the machine has gone through it;\nthen write here what the device is, and where its document is found.\n\n");
        text.Append($"Payload `{suggestion.Payload}`: {Cell(suggestion.PayloadReason)}.\n");
        foreach (var topic in profile.Topics.Where(topic => !topic.Fields.IsEmpty))
        {
            text.Append(topic.SubTopic.Length == 0 ? "\n" : $"\n## {Cell(topic.SubTopic)}\n\n");
            text.Append("| field | holds | becomes |\n|---|---|---|\n");
            foreach (var field in topic.Fields.Take(MostRows))
            {
                text.Append($"| {Code(field.Place.Path)} | {Cell(Holds(field))} | {Cell(Becomes(topic, field, suggestion))} |\n");
            }
        }

        text.Append("\n## Why\n\n");
        foreach (var signal in suggestion.Signals)
        {
            text.Append($"* `{signal.Signal}` from {Code(signal.Field)}: {Cell(signal.Reason)}\n");
        }

        text.Append("\n## To check\n\n");
        foreach (var remark in suggestion.Remarks)
        {
            text.Append($"* {Cell(remark)}\n");
        }

        return text.Append("* The examples hold what this rule gives for recorded readings today, not what is right.\n").ToString();
    }

    private static string Holds(FieldProfile field)
    {
        var range = field.Motion is { } motion && !field.IsBoolean ? $", {FieldProfile.Number(motion.Minimum)} to {FieldProfile.Number(motion.Maximum)}" : "";
        var texts = field.Texts.IsEmpty ? "" : $": {string.Join(", ", field.Texts.Select(entry => entry.Key))}";
        return field.Type + range + texts + Seen.Without(field);
    }

    private static string Becomes(TopicProfile topic, FieldProfile field, RuleSuggestion suggestion)
    {
        if (suggestion.Signals.FirstOrDefault(signal => !signal.IsOfEach && signal.SubTopic == topic.SubTopic && signal.Field == field.Place.Path) is { } own)
        {
            return own.Signal;
        }

        if (suggestion.LeftOut.FirstOrDefault(left => left.SubTopic == topic.SubTopic && left.Field == field.Place.Path) is { } left)
        {
            return $"not used: {left.Reason}";
        }

        var inner = PathText.Path("", field.Place.Steps);
        return suggestion.Signals.FirstOrDefault(signal => signal.IsOfEach && signal.Field == inner) is { } each ? $"{each.Signal} of station {field.Place.List?.MarkText}" : "";
    }

    private static string Day(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string Code(string text) => $"`{Cell(text).Replace('`', '\'')}`";

    // One line of a table, whatever a device calls its fields.
    private static string Cell(string text)
    {
        var plain = string.Concat((text.Length > 400 ? text[..400] + "…" : text).Select(c => char.IsControl(c) ? '·' : c));
        return plain.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
    }
}
