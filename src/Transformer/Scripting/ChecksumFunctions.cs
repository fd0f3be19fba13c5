using Busroot.Transformer.Payloads;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that compute checksums of bytes; null is their answer to what is no bytes.</summary>
internal static class ChecksumFunctions
{
    public static HelperFunction[] All { get; } =
    [
        Over("crc16modbus", bytes => Crc16.Modbus(bytes)),
        Over("crc16arc", bytes => Crc16.Arc(bytes)),
        Over("xor8", bytes => bytes.Aggregate(0, (sum, next) => sum ^ next)),
    ];

    private static HelperFunction Over(string name, Func<byte[], int> compute) =>
        new(name, arguments => ByteFunctions.BytesOf(arguments.At(0)) is { } bytes ? JsNumber.Create(compute(bytes)) : JsValue.Null);
}
