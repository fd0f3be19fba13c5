using System.Runtime.InteropServices;
using Busroot.Server.Polling;

namespace Busroot.Server.Tests.Polling;

public sealed class EpollCallsTests
{
    [Theory]
    [InlineData(Architecture.X64, 4)]
    [InlineData(Architecture.Arm64, 8)]
    [InlineData(Architecture.Arm, 8)]
    public void Where_the_data_of_an_event_lies_is_the_systems_own_layout(Architecture architecture, int offset) =>
        EpollCalls.DataOffsetOn(architecture).Should().Be(offset);

    [Fact]
    public void What_is_written_is_read_back()
    {
        Span<byte> change = stackalloc byte[EpollCalls.EventBytes];

        EpollCalls.Write(change, EpollCalls.Readable | EpollCalls.EdgeTriggered, 0x0123_4567_89AB_CDEF);

        EpollCalls.Read(change).Should().Be((EpollCalls.Readable | EpollCalls.EdgeTriggered, 0x0123_4567_89AB_CDEFUL));
    }
}
