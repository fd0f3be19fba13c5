namespace Busroot.Transformer.Payloads;

/// <summary>CRC-16 with the polynomial x^16 + x^15 + x^2 + 1, lowest bit first: both Modbus and ARC use it.</summary>
internal static class Crc16
{
    private static readonly ushort[] Table = [.. Enumerable.Range(0, 256).Select(first => (ushort)Enumerable.Range(0, 8)
        .Aggregate(first, (crc, _) => (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1))];

    /// <summary>CRC-16/MODBUS: of "123456789" 0x4B37.</summary>
    public static ushort Modbus(ReadOnlySpan<byte> bytes) => Of(bytes, 0xFFFF);

    /// <summary>CRC-16/ARC: of "123456789" 0xBB3D.</summary>
    public static ushort Arc(ReadOnlySpan<byte> bytes) => Of(bytes, 0);

    private static ushort Of(ReadOnlySpan<byte> bytes, ushort crc)
    {
        foreach (var next in bytes)
        {
            crc = (ushort)((crc >> 8) ^ Table[(crc ^ next) & 0xFF]);
        }

        return crc;
    }
}
