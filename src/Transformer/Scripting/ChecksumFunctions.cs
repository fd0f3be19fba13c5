using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that compute checksums of bytes; null is their answer to what is no bytes.</summary>
internal static class ChecksumFunctions
{
    private const int Polynomial = 0xA001; // x^16 + x^15 + x^2 + 1, lowest bit first: both Modbus and ARC use it

    public static HelperFunction[] All { get; } =
    [
        Over("crc16modbus", bytes => Crc16(bytes, 0xFFFF)),
        Over("crc16arc", bytes => Crc16(bytes, 0)),
        Over("xor8", bytes => bytes.Aggregate(0, (sum, next) => sum ^ next)),
    ];

    private static HelperFunction Over(string name, Func<byte[], int> compute) =>
        new(name, arguments => ByteFunctions.BytesOf(arguments.At(0)) is { } bytes ? JsNumber.Create(compute(bytes)) : JsValue.Null);

    private static int Crc16(byte[] bytes, int crc)
    {
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }
        }

        return crc;
    }
}
