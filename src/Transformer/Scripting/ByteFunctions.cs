using System.Text;
using Busroot.Transformer.Payloads;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that make bytes of texts, and numbers of bytes at an offset; null is their answer to bad input.</summary>
internal static class ByteFunctions
{
    public static IEnumerable<HelperFunction> All(ScriptRealm realm) =>
    [
        new("hex", arguments => Hex(arguments, realm)),
        new("base64", arguments => Base64(arguments, realm)),
        new("utf8", arguments => arguments.At(0) is JsString text ? realm.Engine.Intrinsics.Uint8Array.Construct(Encoding.UTF8.GetBytes(text.ToString())) : JsValue.Null),
        Reading("u8", FieldType.Unsigned, 1),
        Reading("i8", FieldType.Signed, 1),
        Reading("u16", FieldType.Unsigned, 2),
        Reading("i16", FieldType.Signed, 2),
        Reading("u32", FieldType.Unsigned, 4),
        Reading("i32", FieldType.Signed, 4),
        Reading("u64", FieldType.Unsigned, 8),
        Reading("i64", FieldType.Signed, 8),
        Reading("f32", FieldType.Float, 4),
        Reading("f64", FieldType.Float, 8),
        new("bcd", Bcd),
    ];

    /// <summary>The bytes of a Uint8Array or of an array of numbers from 0 to 255; null for anything else.</summary>
    public static byte[]? BytesOf(JsValue value)
    {
        if (value.IsUint8Array())
        {
            return value.AsUint8Array();
        }

        if (value is not JsArray array)
        {
            return null;
        }

        var bytes = new byte[array.Length];
        for (var i = 0u; i < array.Length; i++)
        {
            if (HelperArguments.Number(HelperArguments.Plain(array, JsNumber.Create((double)i))) is not (>= 0 and <= 255 and var number))
            {
                return null;
            }

            bytes[i] = (byte)number;
        }

        return bytes;
    }

    /// <summary>The order a script names: the four letters in either case, "be" and "le"; big-endian when it names none.</summary>
    public static ByteOrder? OrderOf(JsValue value) => value is JsUndefined ? ByteOrder.Abcd : value is not JsString ? null : value.ToString().ToUpperInvariant() switch
    {
        "BE" or "ABCD" => ByteOrder.Abcd,
        "LE" or "DCBA" => ByteOrder.Dcba,
        "CDAB" => ByteOrder.Cdab,
        "BADC" => ByteOrder.Badc,
        _ => null,
    };

    // name(bytes, offset, order): offsets below 0 count from the end.
    private static HelperFunction Reading(string name, FieldType type, int length) =>
        new(name, arguments => HelperArguments.ToJs(Read(arguments, type, length, OrderOf(arguments.At(2)))));

    private static JsValue Bcd(JsValue[] arguments) => HelperArguments.ToJs(
        arguments.IndexAt(2, null) is >= 1 and <= 8 and var length ? Read(arguments, FieldType.Bcd, length, OrderOf(arguments.At(3))) : null);

    private static double? Read(JsValue[] arguments, FieldType type, int length, ByteOrder? order)
    {
        if (order is null || arguments.IndexAt(1, 0) is not { } offset || BytesOf(arguments.At(0)) is not { } bytes)
        {
            return null;
        }

        var start = offset < 0 ? bytes.Length + (long)offset : offset;
        return start >= 0 && start + length <= bytes.Length ? BinaryField.ValueOf(bytes.AsSpan((int)start, length), type, order.Value) : null;
    }

    private static JsValue Hex(JsValue[] arguments, ScriptRealm realm)
    {
        if (arguments.At(0) is not JsString text)
        {
            return JsValue.Null;
        }

        var digits = Encoding.UTF8.GetBytes(text.ToString());
        var bytes = new byte[(digits.Length / 2) + 1];
        return HexText.TryDecode(digits, bytes, out var length, out _) ? realm.Engine.Intrinsics.Uint8Array.Construct(bytes.AsSpan(0, length)) : JsValue.Null;
    }

    private static JsValue Base64(JsValue[] arguments, ScriptRealm realm)
    {
        if (arguments.At(0) is not JsString text)
        {
            return JsValue.Null;
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.ToString(), bytes, out var length) ? realm.Engine.Intrinsics.Uint8Array.Construct(bytes.AsSpan(0, length)) : JsValue.Null;
    }
}
