using System.Text;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>How the payloads of a topic are laid out, as far as one can tell by looking at them.</summary>
/// <param name="name">What a rule calls it, <c>json</c>.</param>
/// <param name="reason">Why it is thought so.</param>
internal abstract class PayloadLayout(string name, string reason)
{
    public string Name => name;

    public string Reason => reason;

    /// <summary>What a payload is in an expression of a rule that reads payloads as <c>text</c>; null when that cannot be said in short.</summary>
    public abstract string? FromText { get; }

    /// <summary>Whether numbers in texts have a decimal comma.</summary>
    public virtual bool DecimalComma => false;

    /// <summary>What stands in rule.json under <c>payload</c>.</summary>
    /// <param name="used">The fields the mapping reads.</param>
    public abstract string RuleJson(IEnumerable<FieldProfile> used);

    /// <summary>Gathers the fields of a payload.</summary>
    /// <returns><see langword="false"/> when it is not laid out like this.</returns>
    public abstract bool TryRead(ReadOnlySpan<byte> payload, in ReadingTurn turn, FieldTable table);
}

/// <summary>A layout that is JSON or read as if it were.</summary>
/// <param name="name">What a rule calls it.</param>
/// <param name="ruleJson">What stands in rule.json.</param>
/// <param name="reason">Why it is thought so.</param>
/// <param name="fromText">See <see cref="PayloadLayout.FromText"/>.</param>
/// <param name="format">Reads it.</param>
/// <param name="marks">What marks the elements of its lists.</param>
internal sealed class JsonShapedLayout(string name, string ruleJson, string reason, string? fromText, JsonShapedPayload format, ListMarks marks) : PayloadLayout(name, reason)
{
    private readonly SlotTable _slots = new();
    private readonly JsonRoot _root = new();

    public override string? FromText => fromText;

    public override bool DecimalComma => format.DecimalComma;

    public override string RuleJson(IEnumerable<FieldProfile> used) => ruleJson;

    public override bool TryRead(ReadOnlySpan<byte> payload, in ReadingTurn turn, FieldTable table)
    {
        if (!format.TryRead(payload, _slots, _root, out _))
        {
            return false;
        }

        new JsonFields(table, marks).Add(_root.Value, turn);
        return true;
    }
}

/// <summary>Rows of fields of which the last counts.</summary>
/// <param name="ruleJson">What stands in rule.json.</param>
/// <param name="reason">Why it is thought so.</param>
/// <param name="format">Reads it.</param>
/// <param name="decimalComma">Whether numbers have a decimal comma.</param>
internal sealed class CsvLayout(string ruleJson, string reason, CsvPayload format, bool decimalComma) : PayloadLayout("csv", reason)
{
    private readonly SlotTable _slots = new();

    public override string? FromText => null;

    public override bool DecimalComma => decimalComma;

    public override string RuleJson(IEnumerable<FieldProfile> used) => ruleJson;

    public override bool TryRead(ReadOnlySpan<byte> payload, in ReadingTurn turn, FieldTable table)
    {
        var (names, fields) = (new List<string>(), new List<string>());
        if (!format.TryReadRow(payload, _slots, names, fields, out _))
        {
            return false;
        }

        for (var i = 0; i < fields.Count && i < FieldTable.MostFields; i++)
        {
            var place = format.HasHeader && i < names.Count ? FieldPlace.Whole.Below(names[i].Trim()) : FieldPlace.Whole.Below(i);
            table.At(place)?.AddText(turn, fields[i]);
        }

        return true;
    }
}

/// <summary>One value and nothing else.</summary>
/// <param name="ruleJson">What stands in rule.json.</param>
/// <param name="reason">Why it is thought so.</param>
/// <param name="decimalComma">Whether its number has a decimal comma.</param>
internal sealed class TextLayout(string ruleJson, string reason, bool decimalComma) : PayloadLayout("text", reason)
{
    public override string? FromText => "text";

    public override bool DecimalComma => decimalComma;

    public override string RuleJson(IEnumerable<FieldProfile> used) => ruleJson;

    public override bool TryRead(ReadOnlySpan<byte> payload, in ReadingTurn turn, FieldTable table)
    {
        var field = table.At(FieldPlace.Whole);
        switch (Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, SlotTable.LongestText + 1)]).Trim())
        {
            case ("true" or "false") and var flag:
                field?.AddBoolean(turn, flag == "true");
                break;
            case var text:
                field?.AddText(turn, text);
                break;
        }

        return true;
    }
}
