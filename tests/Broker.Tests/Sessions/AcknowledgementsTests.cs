using Busroot.Broker.Sessions;
using Busroot.Mqtt;

namespace Busroot.Broker.Tests.Sessions;

public class AcknowledgementsTests
{
    private readonly Acknowledgements _owed = new();

    [Fact]
    public void Nothing_leaves_before_the_oldest_is_settled()
    {
        var first = _owed.Add(10, QualityOfService.AtLeastOnce);
        var second = _owed.Add(11, QualityOfService.ExactlyOnce);

        _owed.Settle(second, ReasonCode.Success);
        Take().Should().BeEmpty();

        _owed.Settle(first, ReasonCode.NotAuthorized);
        Take().Should().Equal((10, ReasonCode.NotAuthorized), (11, ReasonCode.Success));
        _owed.Count.Should().Be(0);
    }

    [Fact]
    public void Order_of_receipt_holds_whatever_the_order_of_settling()
    {
        var random = new Random(3);
        var sent = new List<ushort>();
        var taken = new List<ushort>();
        var open = new List<uint>();
        for (var i = 0; i < 100_000; i++)
        {
            if (open.Count < 300 && random.Next(2) == 0)
            {
                var packetId = (ushort)(1 + (i % 65_535));
                sent.Add(packetId);
                open.Add(_owed.Add(packetId, QualityOfService.AtLeastOnce));
            }
            else if (open.Count > 0)
            {
                var index = random.Next(open.Count);
                _owed.Settle(open[index], ReasonCode.Success);
                open.RemoveAt(index);
            }

            taken.AddRange(Take().Select(answer => answer.PacketId));
        }

        open.ForEach(ticket => _owed.Settle(ticket, ReasonCode.Success));
        taken.AddRange(Take().Select(answer => answer.PacketId));

        taken.Should().Equal(sent);
    }

    [Fact]
    public void A_ticket_settled_twice_or_never_given_out_is_ignored()
    {
        var ticket = _owed.Add(1, QualityOfService.AtLeastOnce);
        _owed.Settle(ticket, ReasonCode.Success);
        Take();

        _owed.Settle(ticket, ReasonCode.Success);
        _owed.Settle(ticket + 1000, ReasonCode.Success);

        Take().Should().BeEmpty();
        _owed.Add(2, QualityOfService.AtLeastOnce);
        Take().Should().BeEmpty("a late answer for another does not settle it");
    }

    [Fact]
    public void What_is_taken_back_is_not_owed()
    {
        var first = _owed.Add(1, QualityOfService.AtLeastOnce);
        _owed.Add(2, QualityOfService.AtLeastOnce);
        _owed.RemoveNewest();

        _owed.Settle(first, ReasonCode.Success);

        Take().Should().Equal((1, ReasonCode.Success));
    }

    private List<(ushort PacketId, ReasonCode Reason)> Take()
    {
        var taken = new List<(ushort, ReasonCode)>();
        while (_owed.TryTake(out var packetId, out _, out var reason))
        {
            taken.Add((packetId, reason));
        }

        return taken;
    }
}
