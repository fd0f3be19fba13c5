using System.Text.Json;

namespace Busroot.Transformer;

/// <summary>One site value a rule refers to: a text, a number, a boolean, or unset.</summary>
/// <remarks>
/// <c>default</c> is unset, written <see langword="null"/> in rule.json: a signal that refers to it is left out, as for an input that is not wired.
/// </remarks>
public readonly record struct VariableValue
{
    private VariableValue(string? text, double? number, bool? flag)
    {
        Text = text;
        Number = number;
        Flag = flag;
    }

    /// <summary>The text, when it is one.</summary>
    public string? Text { get; }

    /// <summary>The number, when it is one; always finite.</summary>
    public double? Number { get; }

    /// <summary>The boolean, when it is one.</summary>
    public bool? Flag { get; }

    /// <summary>Tells whether there is no value.</summary>
    public bool IsUnset => Text is null && Number is null && Flag is null;

    /// <summary>Makes a text value.</summary>
    public static VariableValue Of(string text) => new(text, null, null);

    /// <summary>Makes a number value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is NaN or infinite.</exception>
    public static VariableValue Of(double number) =>
        double.IsFinite(number) ? new(null, number, null) : throw new ArgumentOutOfRangeException(nameof(number), number, "A variable is a finite number.");

    /// <summary>Makes a boolean value.</summary>
    public static VariableValue Of(bool flag) => new(null, null, flag);

    /// <summary>Takes a variable from JSON, as a device's record and rule.json hold it.</summary>
    /// <returns><see langword="false"/> for an object, an array and a number beyond a double's range.</returns>
    public static bool TryFrom(JsonElement element, out VariableValue value)
    {
        value = default;
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return true;
            case JsonValueKind.String:
                value = Of(element.GetString()!);
                return true;
            case JsonValueKind.True or JsonValueKind.False:
                value = Of(element.GetBoolean());
                return true;
            case JsonValueKind.Number when element.TryGetDouble(out var number) && double.IsFinite(number):
                value = Of(number);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The value as it would stand inside a text; empty when unset.</summary>
    public override string ToString() =>
        Text ?? Number?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? (Flag is { } flag ? (flag ? "true" : "false") : "");
}
