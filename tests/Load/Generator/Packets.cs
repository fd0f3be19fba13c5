using System.Buffers.Binary;
using System.Text;
using Busroot.Load.Sockets;

namespace Busroot.Load.Generator;

/// <summary>The MQTT 3.1.1 packets the generator sends. Written here and not taken from the product: what measures it must not share its faults.</summary>
internal static class Packets
{
    public static void Connect(ClientSocket client, string clientId, Login? login, bool clean)
    {
        var body = new List<byte>();
        Text(body, "MQTT");
        body.Add(4); // protocol level of 3.1.1
        body.Add((byte)((clean ? 0x02 : 0) | (login is null ? 0 : 0xC0)));
        body.AddRange([600 >> 8, 600 & 0xFF]); // keep-alive, seconds: longer than any run
        Text(body, clientId);
        if (login is not null)
        {
            Text(body, login.UserName);
            Text(body, login.Password);
        }

        Append(client, 0x10, body);
    }

    public static void Subscribe(ClientSocket client, string filter, int qos)
    {
        var body = new List<byte> { 0, 1 };
        Text(body, filter);
        body.Add((byte)qos);
        Append(client, 0x82, body);
    }

    public static void Unsubscribe(ClientSocket client, string filter)
    {
        var body = new List<byte> { 0, 2 };
        Text(body, filter);
        Append(client, 0xA2, body);
    }

    public static void PubAck(ClientSocket client, ReadOnlySpan<byte> packetId)
    {
        var room = client.Reserve(4);
        room[0] = 0x40;
        room[1] = 2;
        packetId.CopyTo(room[2..]);
        client.Advance(4);
    }

    public static void Disconnect(ClientSocket client)
    {
        ReadOnlySpan<byte> packet = [0xE0, 0];
        packet.CopyTo(client.Reserve(2));
        client.Advance(2);
    }

    /// <summary>Appends a PUBLISH; this one is on the path that is timed.</summary>
    public static void Publish(ClientSocket client, ReadOnlySpan<byte> topic, int qos, ReadOnlySpan<byte> payload)
    {
        var length = 2 + topic.Length + (qos > 0 ? 2 : 0) + payload.Length;
        var room = client.Reserve(length + 5);
        room[0] = (byte)(0x30 | (qos << 1));
        var at = 1 + Length(room[1..], length);
        BinaryPrimitives.WriteUInt16BigEndian(room[at..], (ushort)topic.Length);
        topic.CopyTo(room[(at + 2)..]);
        at += 2 + topic.Length;
        if (qos > 0)
        {
            client.PacketId = client.PacketId == ushort.MaxValue ? (ushort)1 : (ushort)(client.PacketId + 1);
            BinaryPrimitives.WriteUInt16BigEndian(room[at..], client.PacketId);
            client.Unacknowledged++;
            at += 2;
        }

        payload.CopyTo(room[at..]);
        client.Advance(at + payload.Length);
    }

    private static void Append(ClientSocket client, byte header, List<byte> body)
    {
        var room = client.Reserve(body.Count + 5);
        room[0] = header;
        var at = 1 + Length(room[1..], body.Count);
        body.CopyTo(room[at..]);
        client.Advance(at + body.Count);
    }

    private static int Length(Span<byte> target, int length)
    {
        var written = 0;
        do
        {
            target[written++] = (byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0));
            length >>= 7;
        }
        while (length > 0);
        return written;
    }

    private static void Text(List<byte> body, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        body.AddRange([(byte)(bytes.Length >> 8), (byte)bytes.Length]);
        body.AddRange(bytes);
    }
}

/// <summary>What a client logs in with.</summary>
internal sealed record Login(string UserName, string Password);
