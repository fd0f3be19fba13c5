using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Busroot.Storage.History;

/// <summary>The layout of a run of frames, the same in a tail row and, before it is compressed, in a block.</summary>
/// <remarks>
/// <code>
/// run      = version (1 byte) · frame* · CRC-32C of all before it (4 bytes, low first)
/// frame    = origin · flags (1) · state (1) · sequence step · time step (zigzag, ms) · [packet ID] · [replay of] · [error] · payload · [signals]
/// origin   = index*2+1 · device · topic' · client' · rule presence (1) · [rule] · [revision]   the first time in a run
///          | index*2                                                                           afterwards
/// signals  = entry* , the last one marked
/// entry    = target · flags (1) · JSON
/// target   = index*2+1 · station presence (1) · [station] · topic'  |  index*2
/// text, error, payload, JSON = length · bytes
/// text'    = place of the device ID in it, counted from 1 (0: not there) · the text without it
/// </code>
/// Numbers without a size are variable-length, seven bits a byte, low first. Steps are from the frame before; the first frame's
/// time step is from 1970, its sequence step from a start that is stored beside the run.
/// </remarks>
internal static class FrameFormat
{
    public const byte Version = 1;
    public const int HeaderBytes = 1;
    public const int ChecksumBytes = 4;

    // flags of a frame
    public const byte QosMask = 0x03, Retain = 0x04, Dup = 0x08, Native = 0x10, Backlog = 0x20, HasPacketId = 0x40, HasReplayOf = 0x80;

    // state of a frame: the outcome in the low bits
    public const byte OutcomeMask = 0x07, HasError = 0x08, HasSignals = 0x10;

    // flags of a signals entry
    public const byte RetainSignals = 0x01, LastSignals = 0x02;

    // presence of rule and revision
    public const byte HasRule = 0x01, HasRevision = 0x02;

    /// <summary>CRC-32C (Castagnoli), by the processor's instruction where it has one.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var rest in bytes[(bytes.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }
}
