using System.Collections.Concurrent;
using Busroot.Server.Loops;

namespace Busroot.Server.Tests.Loops;

public sealed class WorkLoopTests : IDisposable
{
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ReadyOnce _sleep = new();
    private readonly WorkLoop _loop;

    public WorkLoopTests()
    {
        _loop = new WorkLoop("test", new LoopWork(), (_, error) => _faults.Enqueue(error.Message), _sleep);
        _loop.Start();
    }

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task An_item_that_fails_and_fails_again_at_answering_for_it_ends_nothing()
    {
        _loop.Post(new Failing());

        (await _loop.CallAsync(() => 7)).Should().Be(7);
        _faults.Should().Equal("in running", "in answering");
    }

    [Fact]
    public async Task What_was_found_ready_runs_once_however_the_thread_goes_on()
    {
        var found = new Counting();
        _sleep.Next = found;

        for (var i = 0; i < 1000; i++)
        {
            await _loop.CallAsync(() => true);
        }

        found.Runs.Should().Be(1);
    }

    private sealed class Failing : LoopItem
    {
        public override void Run() => throw new InvalidOperationException("in running");

        public override void Failed(Exception error) => throw new InvalidOperationException("in answering");
    }

    private sealed class Counting : LoopItem
    {
        public int Runs { get; private set; }

        public override void Run() => Runs++;
    }

    /// <summary>Finds one item ready, at one look.</summary>
    private sealed class ReadyOnce : LoopSleep
    {
        private readonly AutoResetEvent _wake = new(false);
        private readonly LoopItem[] _found = new LoopItem[1];
        private int _count;

        public LoopItem? Next { get; set; }

        public override ReadOnlySpan<LoopItem> Ready => _found.AsSpan(0, _count);

        public override void Wake() => _wake.Set();

        public override void Wait(TimeSpan longest)
        {
            _wake.WaitOne(longest);
            Look();
        }

        public override void Look()
        {
            (_count, _found[0]) = Next is { } next ? (1, next) : (0, null!);
            Next = null;
        }

        public override void Dispose() => _wake.Dispose();
    }
}
