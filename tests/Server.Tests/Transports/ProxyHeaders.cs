using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Busroot.Server.Tests.Transports;

/// <summary>PROXY protocol headers of version 2.</summary>
internal static class ProxyHeaders
{
    public static byte[] Signature => [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    public static byte[] Local => Make(0x20, 0x00, []);

    public static byte[] From(string source, ushort port, params byte[] extensions)
    {
        var from = IPAddress.Parse(source);
        var isV4 = from.AddressFamily == AddressFamily.InterNetwork;
        var to = isV4 ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        return Make(0x21, (byte)(isV4 ? 0x11 : 0x21), [.. from.GetAddressBytes(), .. to.GetAddressBytes(), (byte)(port >> 8), (byte)port, 0x07, 0x5B, .. extensions]);
    }

    public static byte[] Make(byte command, byte family, byte[] rest)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)rest.Length);
        return [.. Signature, command, family, .. length, .. rest];
    }
}
