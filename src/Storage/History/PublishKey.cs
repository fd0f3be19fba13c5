using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Busroot.Storage.History;

/// <summary>A publish: who sent it, under which identifier, and what stands for its topic and payload.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="PacketId">Its packet identifier.</param>
/// <param name="Content">Half of a SHA-256: no two different contents have the same by accident.</param>
internal readonly record struct PublishKey(string ClientId, ushort PacketId, UInt128 Content)
{
    public static PublishKey Of(string clientId, ushort packetId, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, topic.Length);
        hash.AppendData(length);
        hash.AppendData(topic);
        hash.AppendData(payload);
        return new PublishKey(clientId, packetId, BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset()));
    }

    public static PublishKey Of(in EncodedFrame frame)
    {
        var origin = frame.Run.OriginOf(frame);
        return Of(origin.Client, frame.PacketId, origin.Topic, frame.Run.Part(frame.Payload).Span);
    }

    /// <summary>True for the same client and identifier: of two such publishes the later one was sent when the earlier one was settled, unless it is the same again.</summary>
    public bool HasSenderOf(PublishKey other) => PacketId == other.PacketId && ClientId == other.ClientId;
}
