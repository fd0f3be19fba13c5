using Busroot.Mqtt;

namespace Busroot.Broker.Tests.Routing;

public class ShareGroupTests
{
    private readonly TestBroker _test = new();

    [Fact]
    public void Members_take_turns()
    {
        var members = Enumerable.Range(0, 3).Select(i => Member($"m{i}")).ToList();
        var publisher = _test.Connect("publisher");

        for (var i = 0; i < 9; i++)
        {
            publisher.Publish("a", $"{i}");
        }

        members.Select(member => member.Received().Count).Should().Equal(3, 3, 3);
    }

    [Fact]
    public void A_member_that_is_away_is_passed_over_while_another_is_there()
    {
        var away = Member("away", expiry: 100);
        var there = Member("there");
        away.Drop();
        var publisher = _test.Connect("publisher");

        publisher.Publish("a", "1", QualityOfService.AtLeastOnce, 1);
        publisher.Publish("a", "2", QualityOfService.AtLeastOnce, 2);

        there.Received().Select(packet => packet.Payload).Should().Equal("1", "2");
    }

    [Fact]
    public void When_all_are_away_one_of_them_gets_it_on_return()
    {
        Member("one", expiry: 100).Drop();
        Member("two", expiry: 100).Drop();
        _test.Connect("publisher").Publish("a", "kept", QualityOfService.AtLeastOnce, 1);

        var received = new[] { "one", "two" }.SelectMany(id => _test.Connect(id, with: c => c with { CleanStart = false }).Received());

        received.Select(packet => packet.Payload).Where(payload => payload == "kept").Should().ContainSingle();
    }

    private TestClient Member(string clientId, uint expiry = 0)
    {
        var client = _test.Connect(clientId, with: c => c with { SessionExpiryInterval = expiry });
        client.Subscribe("$share/g/a", QualityOfService.AtLeastOnce);
        client.Received();
        return client;
    }
}
