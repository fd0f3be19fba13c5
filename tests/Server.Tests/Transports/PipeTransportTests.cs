using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using Busroot.Broker;
using Busroot.Broker.Connections;
using Busroot.Broker.Identity;
using Busroot.Broker.Intake;
using Busroot.Broker.Limits;
using Busroot.Broker.Persistence;
using Busroot.Server.Loops;
using Busroot.Server.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busroot.Server.Tests.Transports;

/// <summary>The transport over pipes whose blocks a test cuts where it likes.</summary>
public sealed class PipeTransportTests : IDisposable
{
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly MessageBroker _broker;
    private readonly WorkLoop _loop;

    public PipeTransportTests()
    {
        _broker = new MessageBroker(
            new BrokerLimits { MaximumPacketBytes = 100_000 }, new Nobody(), new NoReadings(), PersistenceMode.None, TimeProvider.System, NullLogger<MessageBroker>.Instance);
        _loop = new WorkLoop("broker", new Batches(_broker), (_, error) => _faults.Enqueue(error));
        _loop.Start();
    }

    public void Dispose()
    {
        _loop.Dispose();
        _faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Packets_are_read_wherever_the_blocks_are_cut(int blockBytes)
    {
        var wire = Serve();

        await wire.SendAsync([.. Wire.Connect("cut"), .. Wire.Subscribe("a"), .. Wire.Publish("a", new byte[1000]), .. Wire.PingReq], blockBytes);

        var client = wire.Sent.AsStream();
        (await client.ReadPacketAsync())![0].Should().Be(0x20);
        (await client.ReadPacketAsync())![0].Should().Be(0x90);
        (await client.ReadPacketAsync())!.Length.Should().BeGreaterThan(1000);
        (await client.ReadPacketAsync()).Should().Equal(0xD0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task A_size_over_the_limit_is_refused_before_the_body_comes(int blockBytes)
    {
        var wire = Serve();
        await wire.SendAsync(Wire.Connect("large"), 100);
        var client = wire.Sent.AsStream();
        await client.ReadPacketAsync();

        await wire.SendAsync([0x30, 0xFF, 0xFF, 0xFF, 0x7F, 0x00], blockBytes); // announces 256 MB

        (await client.ReadPacketAsync())![..2].Should().Equal(0xE0, 0x95);
        (await client.ReadPacketAsync()).Should().BeNull();
        await wire.Closed;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_length_that_never_ends_is_refused(int blockBytes)
    {
        var wire = Serve();

        await wire.SendAsync([0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], blockBytes);

        (await wire.Sent.AsStream().ReadPacketAsync()).Should().BeNull();
        await wire.Closed;
    }

    [Fact]
    public async Task A_disconnect_ends_the_connection_once_and_nothing_after_it_is_read()
    {
        var wire = Serve();

        await wire.SendAsync([.. Wire.Connect("bye"), .. Wire.Disconnect, .. Wire.PingReq], 16);

        var client = wire.Sent.AsStream();
        (await client.ReadPacketAsync())![0].Should().Be(0x20);
        (await client.ReadPacketAsync()).Should().BeNull();
        await wire.Closed;
        wire.Closings.Should().Be(1);
    }

    [Fact]
    public async Task What_a_client_sent_before_it_left_is_taken()
    {
        var listener = Serve();
        await listener.SendAsync([.. Wire.Connect("listener"), .. Wire.Subscribe("a")], 100);
        var received = listener.Sent.AsStream();
        await received.ReadPacketAsync();
        await received.ReadPacketAsync();
        var wire = Serve();
        byte[] much = [.. Wire.Connect("hasty"), .. Enumerable.Repeat(Wire.Publish("a", new byte[100]), 3000).SelectMany(packet => packet)];

        await wire.SendAsync(much, much.Length); // several turns' worth
        await wire.LeaveAsync();

        await wire.Closed;
        for (var i = 0; i < 3000; i++)
        {
            (await received.ReadPacketAsync())![0].Should().Be(0x30);
        }
    }

    [Fact]
    public async Task Aborting_ends_a_connection_that_does_not_read()
    {
        var wire = Serve();
        await wire.SendAsync([.. Wire.Connect("stuck"), .. Wire.Subscribe("a")], 100);
        await wire.SendAsync([.. Enumerable.Repeat(Wire.Publish("a", new byte[1000]), 20).SelectMany(packet => packet)], 4096); // more than the network takes
        await Eventually.True(() => wire.Transport!.PendingBytes > 0);

        await _loop.CallAsync(() =>
        {
            wire.Transport!.Abort();
            return true;
        });

        await wire.Closed;
    }

    private PipeWire Serve()
    {
        var clients = new ServedClients(_loop, _broker, TimeProvider.System, NullLogger.Instance);
        var wire = new PipeWire();
        wire.Transport = clients.Serve(wire, new Listener("test", Open: true));
        return wire;
    }

    /// <summary>Two pipes, the test at their other ends.</summary>
    private sealed class PipeWire : IWire, IDuplexPipe
    {
        private readonly Pipe _received = new(new PipeOptions(minimumSegmentSize: 1, pool: new SmallBlocks(), useSynchronizationContext: false));
        private readonly Pipe _sending = new(new PipeOptions(pauseWriterThreshold: 8192, resumeWriterThreshold: 4096, useSynchronizationContext: false));
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PipeTransport? Transport { get; set; }

        public int Closings { get; private set; }

        public Task Closed => _closed.Task.WaitAsync(Tests.Transports.Wire.Deadline);

        public PipeReader Sent => _sending.Reader;

        public PipeReader Input => _received.Reader;

        public PipeWriter Output => _sending.Writer;

        public IDuplexPipe Pipe => this;

        public long WriteBufferBytes => 8192;

        public string RemoteAddress => "test:1";

        public string? CertifiedDeviceId => null;

        public async Task SendAsync(byte[] bytes, int blockBytes)
        {
            foreach (var block in bytes.Chunk(blockBytes))
            {
                block.CopyTo(_received.Writer.GetMemory(block.Length));
                _received.Writer.Advance(block.Length);
            }

            await _received.Writer.FlushAsync();
        }

        public ValueTask LeaveAsync() => _received.Writer.CompleteAsync();

        public void Abort() => _received.Writer.Complete();

        public Task CloseAsync()
        {
            Closings++;
            _closed.TrySetResult();
            return Task.CompletedTask;
        }
    }

    /// <summary>Blocks exactly as large as was asked for, so that pipes cut where the test does.</summary>
    private sealed class SmallBlocks : MemoryPool<byte>
    {
        public override int MaxBufferSize => int.MaxValue;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Block(Math.Max(minBufferSize, 1));

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Block(int bytes) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory { get; } = new byte[bytes];

            public void Dispose()
            {
            }
        }
    }

    private sealed class Batches(MessageBroker broker) : LoopWork
    {
        public override void BeginBatch() => broker.BeginBatch();

        public override void EndBatch() => broker.EndBatch();
    }

    private sealed class Nobody : IAuthenticator
    {
        public AuthenticationResult Authenticate(string userName, ReadOnlySpan<byte> password) => new(null, AuthenticationRefusal.BadUserNameOrPassword);
    }

    private sealed class NoReadings : IReadingIntake
    {
        public IntakeRoute? Resolve(ReadOnlySpan<byte> topic) => null;

        public bool TryAccept(IntakeRoute route, in Reading reading) => throw new NotSupportedException();

        public void EndBatch()
        {
        }
    }
}
