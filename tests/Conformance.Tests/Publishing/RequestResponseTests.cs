using Busroot.Broker.Tests;
using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Publishing;

/// <summary>MQTT 5.0 §4.10: who asks names the topic of the answer and a mark to know it by.</summary>
public class RequestResponseTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact, Clause("MQTT-3.3.2-15"), Clause("MQTT-3.3.2-16")]
    public async Task A_request_reaches_who_answers_and_the_answer_who_asked()
    {
        const string Mark = "09 00 03 00 01 FF"; // correlation data is any bytes
        var answers = $"{Topic}/answers";
        var reply = $"08 00 {answers.Length:X2} '{answers}' {Mark}";
        var asking = await SubscriberAsync(answers, QualityOfService.AtLeastOnce);
        var answering = await SubscriberAsync(Topic, QualityOfService.AtLeastOnce);

        await asking.PublishAsync(Topic, "how much?", QualityOfService.AtLeastOnce, properties: reply);
        var request = await answering.NextMessageAsync();
        await answering.PublishAsync(answers, "so much", QualityOfService.AtLeastOnce, properties: Mark);
        var answer = await asking.NextMessageAsync();

        PropertiesOf(request).Should().Equal(Hex.Bytes(reply));
        PropertiesOf(answer).Should().Equal(Hex.Bytes(Mark));
        answer.Payload.Should().Be("so much");
    }

    [Theory, Clause("MQTT-3.1.2-28")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_response_information_is_given_whether_it_is_asked_for_or_not(bool asked)
    {
        var answer = await (await OpenAsync()).ConnectAsync(with: c => c with { RequestResponseInformation = asked });

        answer.Reason.Should().Be(ReasonCode.Success);
        answer.ResponseInformation.Should().BeNull("no topic is a device's own to be answered on: what arrives below its raw topic is a reading");
    }

    private static byte[] PropertiesOf(ReceivedPacket message)
    {
        var at = 2 + message.Topic.Length + 2; // the topic, and the packet identifier of QoS 1
        return message.Body.AsSpan(at + 1, message.Body[at]).ToArray();
    }
}
