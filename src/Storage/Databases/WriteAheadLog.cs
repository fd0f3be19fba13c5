using System.Buffers.Binary;

namespace Busroot.Storage.Databases;

/// <summary>Reads a write-ahead log as SQLite will: to the last commit before the first frame that is not what was written.</summary>
/// <remarks>
/// SQLite leaves out the rest without a word, since after a power failure that is how a commit looks that was never finished. Two things tell damage from that:
/// the index beside the log, which says how far it had come, and a further commit after the bad frame, which began only when the one before was on disk.
/// Source: https://sqlite.org/fileformat2.html#the_write_ahead_log, https://sqlite.org/walformat.html.
/// </remarks>
internal sealed class WriteAheadLog
{
    //   header, 32 bytes:  magic | version | page size | checkpoint | salt 1 | salt 2 | checksum 1 | checksum 2      (4 bytes each, high byte first)
    //   frame:             page  | pages after commit, or 0 | salt 1 | salt 2 | checksum 1 | checksum 2 | the page   (checksums go on from frame to frame)
    /// <summary>What stands before each page.</summary>
    public const int FrameHeaderBytes = 24;
    private const int HeaderBytes = 32;
    private const uint UsualPageBytes = 4096; // SQLite's default, which our databases have: for a header that cannot be read
    private const uint Magic = 0x377F_0682; // one more when the checksums take words with the high byte first
    private uint _checksum1;
    private uint _checksum2;

    private WriteAheadLog()
    {
    }

    /// <summary>Whether there is a header that is what was written.</summary>
    public bool HasHeader { get; private set; }

    /// <summary>Frames up to the last commit that can be read.</summary>
    public long ReadableFrames { get; private set; }

    /// <summary>Commits after the first bad frame, as far as they can be told.</summary>
    public int CommitsBeyond { get; private set; }

    /// <summary>The number of the last frame that ends a commit, readable or not; the first frame is 1.</summary>
    public long LastCommit { get; private set; }

    /// <summary>Salts of the log, from its header or, when that is bad, its first frame; they are others each time the log begins anew.</summary>
    public ulong Salt { get; private set; }

    /// <summary>The size of the pages in it.</summary>
    public int PageBytes { get; private set; }

    /// <summary>Reads the log at a path; one that is not there, or empty, holds nothing.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <remarks>Cost: reads the file once; after a clean stop there is none.</remarks>
    public static WriteAheadLog Read(string file)
    {
        var log = new WriteAheadLog();
        if (File.Exists(file))
        {
            using var stream = new FileStream(file, new FileStreamOptions { BufferSize = 256 * 1024, Share = FileShare.ReadWrite });
            log.Read(stream);
        }

        return log;
    }

    /// <summary>Where in the file a frame begins, with its header.</summary>
    /// <param name="number">The first frame is 1.</param>
    /// <param name="pageBytes">The size of the pages.</param>
    public static long FrameAt(long number, int pageBytes) => HeaderBytes + ((number - 1) * (FrameHeaderBytes + pageBytes));

    private void Read(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            return;
        }

        var pageBytes = Number(header[8..]);
        HasHeader = IsHeaderSound(header, pageBytes);
        Salt = BinaryPrimitives.ReadUInt64BigEndian(header[16..]);
        PageBytes = (int)(HasHeader ? pageBytes : UsualPageBytes);
        ReadFrames(stream, isHighByteFirst: (header[3] & 1) != 0, new byte[FrameHeaderBytes + PageBytes], HasHeader);
    }

    private bool IsHeaderSound(ReadOnlySpan<byte> header, uint pageBytes)
    {
        Add(header[..24], isHighByteFirst: (header[3] & 1) != 0);
        return (Number(header) & ~1u) == Magic && pageBytes is >= 512 and <= 65_536 && (pageBytes & (pageBytes - 1)) == 0 && IsChecksum(header[24..]);
    }

    private void ReadFrames(Stream stream, bool isHighByteFirst, byte[] frame, bool isSound)
    {
        for (var number = 1; stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length; number++)
        {
            var salt = BinaryPrimitives.ReadUInt64BigEndian(frame.AsSpan(8));
            Salt = number == 1 && !HasHeader ? salt : Salt;
            if (salt != Salt)
            {
                isSound = false; // left over from before the log began anew, or damaged
                continue;
            }

            if (isSound)
            {
                Add(frame.AsSpan(0, 8), isHighByteFirst);
                Add(frame.AsSpan(FrameHeaderBytes), isHighByteFirst);
                isSound = Number(frame) != 0 && IsChecksum(frame.AsSpan(16));
            }

            var isCommit = Number(frame.AsSpan(4)) != 0;
            ReadableFrames = isSound && isCommit ? number : ReadableFrames;
            CommitsBeyond += !isSound && isCommit ? 1 : 0;
            LastCommit = isCommit ? number : LastCommit;
        }
    }

    private bool IsChecksum(ReadOnlySpan<byte> bytes) => Number(bytes) == _checksum1 && Number(bytes[4..]) == _checksum2;

    private void Add(ReadOnlySpan<byte> bytes, bool isHighByteFirst)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            _checksum1 += Word(bytes, isHighByteFirst) + _checksum2;
            _checksum2 += Word(bytes[4..], isHighByteFirst) + _checksum1;
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, bool isHighByteFirst) =>
        isHighByteFirst ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static uint Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
