using Busroot.Broker.Monitoring;

namespace Busroot.Broker.Tests.Monitoring;

public class LogAllowanceTests
{
    [Fact]
    public void One_address_gets_its_share_and_the_others_theirs()
    {
        var allowance = new LogAllowance(perAddress: 2, inAll: 5);

        Admitted(allowance, "a", 10).Should().Be(2);
        Admitted(allowance, "b", 10).Should().Be(2);
        Admitted(allowance, "c", 10).Should().Be(1, "five in all");
        Admitted(allowance, "d", 10).Should().Be(0);
    }

    [Fact]
    public void What_was_left_out_is_told_once_when_the_minute_is_over()
    {
        var allowance = new LogAllowance(perAddress: 2, inAll: 5);
        Admitted(allowance, "a", 10, now: 5_000);

        allowance.TakeLeftOut(64_999).Should().Be(0);
        allowance.TakeLeftOut(65_000).Should().Be(8);
        allowance.TakeLeftOut(65_001).Should().Be(0);
        Admitted(allowance, "a", 10, now: 65_002).Should().Be(2, "a new minute has begun");
    }

    [Fact]
    public void A_limit_of_zero_writes_nothing_and_counts_all()
    {
        var allowance = new LogAllowance(perAddress: 10, inAll: 0);

        Admitted(allowance, "a", 10, now: 1).Should().Be(0);

        allowance.TakeLeftOut(60_001).Should().Be(10);
    }

    [Fact]
    public void However_many_addresses_there_are_it_remembers_a_thousand()
    {
        var allowance = new LogAllowance(perAddress: 1, inAll: 1_000_000);

        Enumerable.Range(0, 5_000).Count(i => allowance.Admit($"{i}", now: 1)).Should().Be(1_000);
        allowance.TakeLeftOut(70_000).Should().Be(4_000);
    }

    private static int Admitted(LogAllowance allowance, string address, int asked, long now = 1) => Enumerable.Range(0, asked).Count(_ => allowance.Admit(address, now));
}
