using System.Text;
using Busroot.Broker.Intake;
using Busroot.Mqtt;
using Busroot.Server.Pipeline;
using Busroot.Server.Pipeline.Lanes;
using Busroot.Transformer.State;

namespace Busroot.Server.Tests.Pipeline.Lanes;

public sealed class LaneScheduleTests
{
    private const long Turn = 100;
    private readonly LaneSchedule _schedule = new(Turn);
    private readonly ReadingBatch _batch = new(lane: null!); // it never runs itself here

    [Fact]
    public void Devices_take_turns_however_many_readings_one_has_sent()
    {
        Gather("a1 a2 a3 a4 b1 b2 c1");

        Run(cost: _ => Turn).Should().Equal("a1", "b1", "c1", "a2", "b2", "a3", "a4");
    }

    [Fact]
    public void In_one_turn_a_device_runs_what_fits_into_its_time()
    {
        Gather("a1 a2 a3 a4 b1 b2");

        Run(cost: _ => Turn / 2).Should().Equal("a1", "a2", "b1", "b2", "a3", "a4");
    }

    [Fact]
    public void A_slow_reading_is_paid_back_with_turns_left_out()
    {
        Gather("s1 s2 f1 f2 f3 f4 f5 f6");

        Run(cost: reading => reading[0] == 's' ? 4 * Turn : Turn).Should().Equal(["s1", "f1", "f2", "f3", "f4", "s2", "f5", "f6"]);
    }

    [Fact]
    public void The_longest_reading_that_limits_allow_is_paid_back_too()
    {
        Gather($"s1 s2 {string.Join(' ', Enumerable.Range(1, 250).Select(i => $"f{i}"))}");

        var order = Run(cost: reading => reading[0] == 's' ? 200 * Turn : Turn); // 50 ms beside turns of a quarter

        order.IndexOf("s2").Should().Be(201, "both devices have had the same time then");
    }

    [Fact]
    public void A_slow_device_alone_does_not_wait_for_anybody()
    {
        Gather("s1 s2 s3");

        Run(cost: _ => 1_000 * Turn).Should().Equal("s1", "s2", "s3");
    }

    [Fact]
    public void The_readings_of_a_device_keep_their_order_over_several_batches()
    {
        Gather("a1 a2 b1");
        var second = new ReadingBatch(lane: null!);
        Gather("a3 a4 b2", second);

        var order = Run(cost: _ => Turn);

        order.Where(reading => reading[0] == 'a').Should().Equal("a1", "a2", "a3", "a4");
        order.Where(reading => reading[0] == 'b').Should().Equal("b1", "b2");
    }

    private readonly Dictionary<char, ReadingRoute> _routes = [];

    private void Gather(string readings, ReadingBatch? into = null)
    {
        var batch = into ?? _batch;
        foreach (var name in readings.Split(' '))
        {
            if (!_routes.TryGetValue(name[0], out var route))
            {
                var device = new PipelineDevice($"acme/{name[0]}", lane: null!, new DeviceState());
                _routes[name[0]] = route = new ReadingRoute(Encoding.UTF8.GetBytes($"busroot/v1/dau/acme/{name[0]}"), device, native: false, target: null);
            }

            batch.Add(route, new Reading { Topic = route.Topic, Payload = Encoding.UTF8.GetBytes(name), At = DateTimeOffset.UnixEpoch, Qos = QualityOfService.AtMostOnce });
        }

        _schedule.Add(batch);
    }

    private List<string> Run(Func<string, long> cost)
    {
        var order = new List<string>();
        while (!_schedule.IsEmpty)
        {
            var device = _schedule.Begin();
            while (device.Waiting.Credit > 0 && device.Waiting.TryDequeue(out var batch, out var index))
            {
                var name = Encoding.UTF8.GetString(batch.PayloadOf(batch.Readings[index]));
                device.Waiting.Credit -= cost(name);
                order.Add(name);
            }

            _schedule.End(device);
        }

        return order;
    }
}
