using System.Text;

namespace Busroot.Server.Tests.Transports;

/// <summary>MQTT 5.0 packets as bytes, and reading them off any stream. Enough to see that a transport carries them.</summary>
internal static class Wire
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static byte[] PingReq => [0xC0, 0x00];

    public static byte[] PingResp => [0xD0, 0x00];

    public static byte[] Disconnect => [0xE0, 0x00];

    /// <summary>CONNECT with clean start.</summary>
    public static byte[] Connect(string clientId, string? userName = null, string? password = null)
    {
        var flags = (byte)(0x02 | (userName is null ? 0 : 0x80) | (password is null ? 0 : 0x40));
        byte[] body = [.. Text("MQTT"), 5, flags, 0, 60, 0, .. Text(clientId), .. userName is null ? [] : Text(userName), .. password is null ? [] : Text(password)];
        return Packet(0x10, body);
    }

    public static byte[] Subscribe(string filter) => Packet(0x82, [0, 1, 0, .. Text(filter), 0]);

    public static byte[] Publish(string topic, byte[] payload) => Packet(0x30, [.. Text(topic), 0, .. payload]);

    /// <summary>Reads one packet.</summary>
    /// <returns>Type and flags, then the body without its length; null at the end of the stream.</returns>
    public static async Task<byte[]?> ReadPacketAsync(this Stream stream)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var header = new byte[1];
        if (await stream.ReadAsync(header, deadline.Token) == 0)
        {
            return null;
        }

        var length = 0;
        var group = new byte[1];
        for (var shift = 0; ; shift += 7)
        {
            await stream.ReadExactlyAsync(group, deadline.Token);
            length |= (group[0] & 0x7F) << shift;
            if (group[0] < 0x80)
            {
                break;
            }
        }

        var packet = new byte[1 + length];
        packet[0] = header[0];
        await stream.ReadExactlyAsync(packet.AsMemory(1), deadline.Token);
        return packet;
    }

    /// <summary>Sends CONNECT and gives the reason code of CONNACK.</summary>
    public static async Task<int> LogInAsync(this Stream stream, string clientId, string? userName = null, string? password = null)
    {
        await stream.WriteAsync(Connect(clientId, userName, password));
        var answer = await stream.ReadPacketAsync();
        answer.Should().NotBeNull("CONNECT is answered");
        answer![0].Should().Be(0x20);
        return answer[2];
    }

    /// <summary>True when the other side closes, whatever it still sends and however it closes.</summary>
    public static async Task<bool> EndsAsync(this Stream stream)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, deadline.Token) > 0)
            {
            }

            return true;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static byte[] Packet(byte header, byte[] body)
    {
        var packet = new List<byte> { header };
        var length = body.Length;
        do
        {
            packet.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);

        packet.AddRange(body);
        return [.. packet];
    }

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }
}
