using System.Buffers.Binary;

namespace Busroot.Storage.Databases;

/// <summary>What the index beside a write-ahead log says of it: how far the last finished write had come.</summary>
/// <remarks>
/// SQLite keeps it for its readers and makes it anew at every start. It lives in memory that the operating system writes when it likes: after the end of the process it is
/// exact, after a power failure it may be older than the log, never newer than what was synced before it. Source: https://sqlite.org/walformat.html#walidxfmt.
/// </remarks>
/// <param name="Salt">Salts of the log it belongs to.</param>
/// <param name="Frames">Frames of finished writes in the log.</param>
/// <param name="InDatabase">Frames whose pages are in the database file, synced.</param>
/// <param name="Begun">Frames whose pages may be in the database file: copying them had begun.</param>
internal readonly record struct WalIndex(ulong Salt, uint Frames, uint InDatabase, uint Begun)
{
    //   0 version | 4 - | 8 change | 12 initialised 1, order 1, page size 2 | 16 frames | 20 pages | 24 frame checksum 8 | 32 salts 8 | 40 checksum 8
    //   48 the same again | 96 frames in the database | 100 readers and locks | 128 frames begun      words in the machine's order, the salts as they stand in the log
    private const int CopyBytes = 48;
    private const int ChecksumAt = 40;
    private const int InDatabaseAt = 2 * CopyBytes;
    private const int BegunAt = 128;

    /// <returns>Null when there is none, or it was being changed.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static WalIndex? Read(string file)
    {
        Span<byte> bytes = stackalloc byte[BegunAt + 4];
        if (!File.Exists(file))
        {
            return null;
        }

        using var stream = new FileStream(file, new FileStreamOptions { Share = FileShare.ReadWrite });
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length
            || !bytes[..CopyBytes].SequenceEqual(bytes[CopyBytes..InDatabaseAt]) || bytes[12] == 0 || !HasChecksum(bytes[..CopyBytes]))
        {
            return null;
        }

        return new WalIndex(BinaryPrimitives.ReadUInt64BigEndian(bytes[32..]), Word(bytes, 16), Word(bytes, InDatabaseAt), Word(bytes, BegunAt));
    }

    private static bool HasChecksum(ReadOnlySpan<byte> bytes)
    {
        var (first, second) = (0u, 0u);
        for (var at = 0; at < ChecksumAt; at += 8)
        {
            first += Word(bytes, at) + second;
            second += Word(bytes, at + 4) + first;
        }

        return first == Word(bytes, ChecksumAt) && second == Word(bytes, ChecksumAt + 4);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BitConverter.ToUInt32(bytes[at..]);
}
