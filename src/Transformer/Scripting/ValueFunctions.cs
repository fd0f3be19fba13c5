using System.Globalization;
using System.Text;
using Busroot.Transformer.Payloads;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that judge or convert one value; null is their answer to bad input.</summary>
internal static class ValueFunctions
{
    private static readonly string[] True = ["1", "true", "on", "yes", "t"];
    private static readonly string[] False = ["0", "false", "off", "no", "f"];

    public static HelperFunction[] All { get; } =
    [
        new("valid", Valid),
        new("finite", arguments => HelperArguments.ToJs(arguments.NumberAt(0))),
        new("coalesce", Coalesce),
        new("num", Num),
        new("bool01", Bool01),
        new("round", Round),
        new("lookup", Lookup),
        new("bit", Bit),
        new("scale", arguments => HelperArguments.ToJs(arguments.NumberAt(0) * arguments.NumberAt(1))),
        new("kwh", Kwh),
        new("pulsesToKwh", arguments => arguments.NumberAt(1) is > 0 and var constant ? HelperArguments.ToJs(arguments.NumberAt(0) / constant) : JsValue.Null),
        new("above", arguments => arguments.NumberAt(0) is { } number && arguments.NumberAt(1) is { } limit ? JsNumber.Create(number >= limit ? 1 : 0) : JsValue.Null),
        new("rssiPct", arguments => arguments.NumberAt(0) is >= 0 and <= 100 and var percent ? HelperArguments.ToJs((percent / 2) - 100) : JsValue.Null),
        new("rssiCsq", arguments => arguments.NumberAt(0) is >= 0 and <= 31 and var csq ? HelperArguments.ToJs((2 * csq) - 113) : JsValue.Null), // 3GPP TS 27.007 §8.5
    ];

    /// <summary>1 or 0 for what means true or false; null for anything else.</summary>
    public static double? Flag(JsValue value) => Bool01([value]) is JsNumber flag ? flag.AsNumber() : null;

    private static JsValue Kwh(JsValue[] arguments)
    {
        double? unitsPerKwh = arguments.At(1) is not JsString unit ? null : unit.ToString() switch
        {
            "Wh" => 1000,
            "kWh" => 1,
            "MWh" => 0.001,
            "Wmin" => 60_000,
            "Ws" or "J" => 3_600_000,
            "kJ" => 3_600,
            "MJ" => 3.6,
            _ => null,
        };
        return HelperArguments.ToJs(arguments.NumberAt(0) / unitsPerKwh);
    }

    // valid(x, { not, min, max }): x when it is a finite number, is none of "not", and lies within the bounds.
    private static JsValue Valid(JsValue[] arguments)
    {
        if (arguments.NumberAt(0) is not { } number)
        {
            return JsValue.Null;
        }

        var options = arguments.At(1);
        var outside = number < HelperArguments.Number(HelperArguments.Option(options, "min")) || number > HelperArguments.Number(HelperArguments.Option(options, "max"));
        return outside || IsExcluded(number, HelperArguments.Option(options, "not")) ? JsValue.Null : arguments[0];
    }

    private static bool IsExcluded(double number, JsValue not)
    {
        if (not is not JsArray list)
        {
            return HelperArguments.Number(not) == number;
        }

        for (var i = 0u; i < list.Length; i++)
        {
            if (HelperArguments.Number(HelperArguments.Plain(list, JsNumber.Create((double)i))) == number)
            {
                return true;
            }
        }

        return false;
    }

    private static JsValue Coalesce(JsValue[] arguments) =>
        arguments.FirstOrDefault(value => value is not (JsUndefined or JsNull) && !(value is JsNumber && double.IsNaN(value.AsNumber()))) ?? JsValue.Null;

    // num(x, { comma, base, unit }): the number that a text holds. comma: 15774,45; base 16: hexadecimal digits; unit: 12.5 kWh.
    private static JsValue Num(JsValue[] arguments)
    {
        if (arguments.At(0) is not JsString given)
        {
            return HelperArguments.ToJs(arguments.NumberAt(0));
        }

        var text = given.ToString().Trim();
        var options = arguments.At(1);
        if (HelperArguments.Number(HelperArguments.Option(options, "base")) == 16 || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
            return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? JsNumber.Create((double)bits) : JsValue.Null;
        }

        text = HelperArguments.Option(options, "unit") is JsBoolean unit && unit.AsBoolean() ? text.TrimEnd().TrimEnd([.. text.Where(c => !char.IsAsciiDigit(c))]) : text;
        var comma = HelperArguments.Option(options, "comma") is JsBoolean wanted && wanted.AsBoolean();
        return text.Length <= SlotTable.LongestText && AsciiText.TryNumber(Encoding.UTF8.GetBytes(text), comma, out var number) ? JsNumber.Create(number) : JsValue.Null;
    }

    private static JsValue Bool01(JsValue[] arguments) => arguments.At(0) switch
    {
        JsBoolean flag => JsNumber.Create(flag.AsBoolean() ? 1 : 0),
        JsNumber number when number.AsNumber() is 0 or 1 => number,
        JsString text when True.Contains(text.ToString().Trim(), StringComparer.OrdinalIgnoreCase) => JsNumber.Create(1),
        JsString text when False.Contains(text.ToString().Trim(), StringComparer.OrdinalIgnoreCase) => JsNumber.Create(0),
        _ => JsValue.Null,
    };

    // As "round" in a mapping: halves away from zero.
    private static JsValue Round(JsValue[] arguments) =>
        arguments.NumberAt(0) is { } number && arguments.IndexAt(1, 0) is >= 0 and <= 15 and var places
            ? JsNumber.Create(Math.Round(number, places, MidpointRounding.AwayFromZero))
            : JsValue.Null;

    private static JsValue Lookup(JsValue[] arguments)
    {
        if (arguments.At(1) is JsObject table && arguments[0] is JsString or JsNumber or JsBoolean)
        {
            var found = HelperArguments.Plain(table, JsString.Create(arguments[0].ToString()));
            if (found is not JsUndefined)
            {
                return found;
            }
        }

        return arguments.Length > 2 ? arguments[2] : JsValue.Null;
    }

    // Up to bit 52: beyond, a JavaScript number does not hold every bit.
    private static JsValue Bit(JsValue[] arguments) =>
        arguments.NumberAt(0) is >= 0 and < 9007199254740992 and var number && arguments.IndexAt(1, null) is >= 0 and <= 52 and var place
            ? JsNumber.Create((int)((((ulong)number) >> place) & 1))
            : JsValue.Null;
}
