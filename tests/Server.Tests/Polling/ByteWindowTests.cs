using Busroot.Server.Polling;

namespace Busroot.Server.Tests.Polling;

public sealed class ByteWindowTests
{
    private readonly BlockPool _pool = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(1000, 999)]
    [InlineData(100_000, 30_000)]
    public void What_goes_in_comes_out_in_order(int appended, int taken)
    {
        var window = default(ByteWindow);
        byte written = 0;
        byte read = 0;

        for (var round = 0; round < 50; round++)
        {
            var room = window.Reserve(_pool, appended);
            for (var i = 0; i < appended; i++)
            {
                room[i] = written++;
            }

            window.Advance(appended);
            foreach (var value in window.Bytes[..taken])
            {
                value.Should().Be(read++);
            }

            window.Take(_pool, taken);
        }

        window.Count.Should().Be(50 * (appended - taken));
    }

    [Fact]
    public void An_empty_window_holds_no_memory()
    {
        var window = default(ByteWindow);
        window.Reserve(_pool, 600);
        window.Advance(600);

        window.Take(_pool, 600);

        var again = _pool.Rent(600);
        again.Length.Should().Be(1024);
        _pool.Rent(600).Should().NotBeSameAs(again);
    }

    [Theory]
    [InlineData(1, 512)]
    [InlineData(512, 512)]
    [InlineData(513, 1024)]
    [InlineData(65_536, 65_536)]
    public void A_block_has_the_next_power_of_two(int asked, int given) => _pool.Rent(asked).Length.Should().Be(given);

    [Fact]
    public void A_block_that_was_given_back_is_lent_again()
    {
        var block = _pool.Rent(5000);
        _pool.Return(block);

        _pool.Rent(8000).Should().BeSameAs(block);
    }
}
