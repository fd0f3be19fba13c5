using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Busroot.Storage.History;

/// <summary>Stands for a publish: who sent it, under which identifier, where to and what.</summary>
/// <remarks>Half of a SHA-256: no two different publishes have the same by accident.</remarks>
internal readonly record struct PublishKey(UInt128 Hash)
{
    public static PublishKey Of(string clientId, ushort packetId, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[6];
        BinaryPrimitives.WriteUInt16LittleEndian(head, packetId);
        BinaryPrimitives.WriteInt32LittleEndian(head[2..], topic.Length);
        hash.AppendData(head);
        hash.AppendData(topic);
        hash.AppendData(SHA256.HashData(payload));
        hash.AppendData(Encoding.UTF8.GetBytes(clientId));
        return new PublishKey(BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset()));
    }

    public static PublishKey Of(in EncodedFrame frame)
    {
        var origin = frame.Run.OriginOf(frame);
        return Of(origin.Client, frame.PacketId, origin.Topic, frame.Run.Part(frame.Payload).Span);
    }
}
