using Busroot.Storage.Sessions;

namespace Busroot.Storage.Tests.Sessions;

public sealed class EndedNumbersTests
{
    [Fact]
    public void Nothing_is_no_range() => new EndedNumbers().Ranges().Should().BeEmpty();

    [Fact]
    public void Neighbours_of_one_group_are_one_range_in_whatever_order_they_came()
    {
        var ended = new EndedNumbers();
        foreach (var (group, number) in new (long, long)[] { (2, 5), (1, 7), (1, 5), (2, 6), (1, 6), (1, 9), (2, 7), (3, 8) })
        {
            ended.Add(group, number);
        }

        ended.Ranges().Should().Equal((1, 5, 7), (1, 9, 9), (2, 5, 7), (3, 8, 8));
    }
}
