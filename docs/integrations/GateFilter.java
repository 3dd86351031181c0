import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * 没有许可的页面不送出：先把响应攒在内存里，问网关恰好这些字节可不可以发布，可以才送。
 *
 * 初始化参数：gate（网关地址）、token（令牌）。只适合已经生成好的静态内容；页面里有每次不同的部分时，应在发布时调用 permitted。
 */
public final class GateFilter implements Filter {
    private final GateClient gate;

    public GateFilter(String address, String token) {
        this.gate = new GateClient(address, token);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Held held = new Held((HttpServletResponse) response);
        chain.doFilter(request, held);
        byte[] bytes = held.bytes();
        if (held.getStatus() == HttpServletResponse.SC_OK && !gate.permitted(bytes)) {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN, "内容待审查");
            return;
        }
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** 响应，攒着不送。 */
    private static final class Held extends HttpServletResponseWrapper {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private PrintWriter writer;

        Held(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public void write(int value) {
                    kept.write(value);
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new IllegalStateException("只支持同步输出");
                }
            };
        }

        @Override
        public PrintWriter getWriter() {
            if (writer == null) {
                writer = new PrintWriter(new OutputStreamWriter(kept, StandardCharsets.UTF_8));
            }
            return writer;
        }

        byte[] bytes() {
            if (writer != null) {
                writer.flush();
            }
            return kept.toByteArray();
        }
    }
}

/** 问网关。任何失败都是“不可以”。 */
final class GateClient {
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String address;
    private final String token;

    GateClient(String address, String token) {
        this.address = address;
        this.token = token;
    }

    boolean permitted(byte[] bytes) {
        try {
            String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/permits/" + digest))
                    .header("Authorization", "Bearer " + token).timeout(Duration.ofSeconds(10)).GET().build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException | NoSuchAlgorithmException failure) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
