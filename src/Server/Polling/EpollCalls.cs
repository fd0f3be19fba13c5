using System.Runtime.InteropServices;

namespace Busroot.Server.Polling;

/// <summary>The system calls of <c>epoll(7)</c> and <c>eventfd(2)</c>.</summary>
internal static partial class EpollCalls
{
    public const int Add = 1;
    public const int Delete = 2;
    public const int Modify = 3;
    public const uint Readable = 0x001;
    public const uint Writable = 0x004;
    public const uint Error = 0x008;
    public const uint HangUp = 0x010;
    public const uint EdgeTriggered = 1u << 31;
    public const int Interrupted = 4; // EINTR

    //   struct epoll_event      events 4 bytes | data 8 bytes      packed on x64 (__EPOLL_PACKED of sys/epoll.h); on arm64 and others 4 bytes lie between them
    private static readonly int DataOffset = DataOffsetOn(RuntimeInformation.ProcessArchitecture);

    /// <summary>Size of one event in the buffer of <see cref="Wait"/>, in bytes.</summary>
    public static int EventBytes => DataOffset + 8;

    /// <summary>Where the data of an event lies, in bytes. An x86 process aligns 8 bytes to 4.</summary>
    public static int DataOffsetOn(Architecture architecture) => architecture is Architecture.X64 or Architecture.X86 ? 4 : 8;

    public static void Write(Span<byte> target, uint events, ulong data)
    {
        MemoryMarshal.Write(target, events);
        MemoryMarshal.Write(target[DataOffset..], data);
    }

    public static (uint Events, ulong Data) Read(ReadOnlySpan<byte> source) => (MemoryMarshal.Read<uint>(source), MemoryMarshal.Read<ulong>(source[DataOffset..]));

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int Control(int epoll, int operation, int descriptor, ref byte change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int Wait(int epoll, ref byte events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int CreateEvent(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Signal(int eventDescriptor, in ulong value, nint bytes);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);
}
