<?php
// PHP 的 CMS 怎样接入审查网关。require 它，然后：
//   $gate = new GuankaGate('http://127.0.0.1:8423', getenv('TOKEN'));
//   保存时：  $gate->check($meta, $html)      返回发现，给编辑看
//   送审时：  $gate->submit($meta, $html)     返回编号和状态
//   发布时：  $gate->permitted($html)         只有 true 才可以发布

final class GuankaGate
{
    public function __construct(private string $address, private string $token)
    {
    }

    /** 网关现在会怎么说；什么也不存。连不上时抛出异常，不要当作没有问题。 */
    public function check(array $meta, string $html): array
    {
        return $this->post('/v1/check', $meta + ['html' => $html], []);
    }

    /** 同样的内容重复提交得到同一个编号。 */
    public function submit(array $meta, string $html): array
    {
        $body = $meta + ['html' => $html];
        $review = $this->post('/v1/reviews', $body, ['Idempotency-Key: ' . hash('sha256', json_encode($body))]);
        return ['id' => $review['id'], 'state' => $review['state']];
    }

    /** 恰好这些字节可以发布吗。任何失败都是“不可以”。 */
    public function permitted(string $bytes): bool
    {
        $digest = hash('sha256', $bytes);
        try {
            [$status, $answer] = $this->request('GET', '/v1/permits/' . $digest, null, []);
            $permit = json_decode($answer, true);
            return $status === 200 && is_array($permit) && ($permit['digest'] ?? null) === $digest && ($permit['permitted'] ?? null) === true;
        } catch (RuntimeException) {
            return false;
        }
    }

    private function post(string $path, array $body, array $headers): array
    {
        [$status, $answer] = $this->request('POST', $path, json_encode($body, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), $headers);
        $decoded = json_decode($answer, true);
        if ($status < 200 || $status > 299 || !is_array($decoded)) {
            throw new RuntimeException($decoded['error']['message'] ?? "审查网关答复 $status");
        }
        return $decoded;
    }

    private function request(string $method, string $path, ?string $body, array $headers): array
    {
        $headers[] = 'Authorization: Bearer ' . $this->token;
        $headers[] = 'Content-Type: application/json';
        $context = stream_context_create(['http' => [
            'method' => $method, 'header' => $headers, 'content' => $body ?? '', 'timeout' => 30, 'ignore_errors' => true,
            'follow_location' => 0,
        ]]);
        $answer = @file_get_contents($this->address . $path, false, $context);
        if ($answer === false || !preg_match('#^HTTP/\S+ (\d{3})#', $http_response_header[0] ?? '', $found)) {
            throw new RuntimeException('审查网关连接失败，不得发布');
        }
        return [(int) $found[1], $answer];
    }
}
